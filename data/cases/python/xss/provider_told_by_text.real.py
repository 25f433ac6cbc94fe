# What makes JSON says what it is, and is told by a text that it is a page.

from flask import Flask, jsonify, request

app = Flask(__name__)


def install():
    setattr(app.json, "mimetype", "text/html")


install()


@app.route("/orders")
def orders():
    return jsonify(customer=request.args["customer"])  # <-- finding
