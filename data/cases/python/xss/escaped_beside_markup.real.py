# What is escaped for text stands in a script, beside markup of ours.
from flask import Flask, escape, request
from markupsafe import Markup

app = Flask(__name__)


@app.route("/")
def show():
    page = f"{Markup('<hr>')}<p onclick={escape(request.args['q'])}></p>"  # <-- finding
    return page
