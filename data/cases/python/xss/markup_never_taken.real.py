# The sink on the way that is never taken does not speak for the other.
from flask import Flask, request
from markupsafe import Markup

app = Flask(__name__)


@app.route("/")
def show():
    page = "<b>" + request.args["page"] if True else Markup("<b>none</b>")  # <-- finding
    return page
