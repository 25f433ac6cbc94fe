# A list of texts gets markup of ours, and what a request brings.
from flask import Flask, escape, request
from markupsafe import Markup

app = Flask(__name__)


@app.route("/")
def show():
    parts = []
    parts.extend([Markup("<h1>Orders</h1>"), request.args["q"]])  # <-- finding
    return "".join(parts)
