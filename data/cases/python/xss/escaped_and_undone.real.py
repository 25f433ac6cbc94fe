# What was escaped is read once more, and that is undone.
import html
from flask import Flask, request

app = Flask(__name__)


@app.route("/")
def show():
    page = "<p>" + html.escape(request.args["q"])  # <-- finding
    page = html.unescape(page)
    return page
