# Markup in a text does not speak for the rest of the text.
from flask import Flask, request
from markupsafe import Markup, escape
app = Flask(__name__)

def title(name, bold):
    return f"<b>{name}{Markup('</b>')}" if bold else ""  # <-- finding

@app.route("/hello")
def hello():
    return title(request.args.get("name", ""), True)
