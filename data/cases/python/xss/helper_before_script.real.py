# A helper escapes for HTML, and its caller puts that into a script.
from flask import Flask, request
from markupsafe import Markup, escape
app = Flask(__name__)

def title(name, bold):
    return f"{escape(name)}{Markup('<b></b>')}" if bold else ""  # <-- finding

@app.route("/hello")
def hello():
    return "<script>var t = " + title(request.args["name"], True) + "</script>"
