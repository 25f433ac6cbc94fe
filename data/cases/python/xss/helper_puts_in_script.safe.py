# A function in view puts what is escaped for text where scripts stand, beside markup of ours.
from flask import Flask, escape, request
from markupsafe import Markup

app = Flask(__name__)


def headed(note):
    return "".join([Markup("<h1>Order</h1>"), "<p>", note, "</p>"])


@app.route("/")
def show():
    page = headed(escape(request.args["q"]))  # <-- finding
    return page
