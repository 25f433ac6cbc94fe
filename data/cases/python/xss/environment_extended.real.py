# An environment can be told later on not to escape.

from flask import Flask, render_template_string, request

app = Flask(__name__)
app.jinja_env.extend(autoescape=False)

def page():
    return render_template_string("<p>{{ name }}</p>", name=request.args["q"])  # <-- finding
