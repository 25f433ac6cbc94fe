# A constant template only shows what it is given.

from flask import Flask, render_template_string, request

app = Flask(__name__)

@app.route("/greeting")
def greeting():
    name = request.args.get("name", "guest")
    return render_template_string("<p>Good day, {{ name }}.</p>", name=name)  # <-- finding
