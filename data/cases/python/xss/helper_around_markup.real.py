# A function in view puts user input beside markup of ours, as it is.
from flask import Flask, escape, request
from markupsafe import Markup

app = Flask(__name__)


def headed(note):
    return "".join([Markup("<h1>Order</h1>"), note])


@app.route("/")
def show():
    page = headed(request.args["q"])  # <-- finding
    return page
