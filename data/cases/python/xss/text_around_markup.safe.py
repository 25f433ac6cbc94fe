# Markup of ours becomes part of a plain text, and so does what a request brings.
from flask import Flask, escape, request
from markupsafe import Markup

app = Flask(__name__)


@app.route("/")
def show():
    page = f"{Markup('<h1>Orders</h1>')}<p>{escape(request.args['q'])}</p>"  # <-- finding
    return page
