# Only what stands in place of what a user gives is markup.
from flask import Flask, request
from markupsafe import Markup

app = Flask(__name__)


@app.route("/")
def show():
    page = request.args["page"] if "page" in request.args else Markup("<b>none</b>")  # <-- finding
    return page
