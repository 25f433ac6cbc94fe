# JSON is no page; a function that hands it on is asked by one that may make a page of it.

from flask import Flask, jsonify, request

app = Flask(__name__)


def orders():
    return jsonify(customer=request.args["customer"])  # <-- finding


def newest():
    return orders()


@app.route("/orders")
def page():
    found = newest()
    found.headers["Content-Type"] = "text/html"
    return found
