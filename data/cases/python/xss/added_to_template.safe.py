# What a template gives is a plain text: what is added to it is not escaped.
from flask import Flask, escape, render_template_string, request

app = Flask(__name__)


@app.route("/")
def show():
    return render_template_string("<h1>{{ q }}</h1>", q=request.args["q"]) + escape(request.args["q"])  # <-- finding
