# JSON is no page; another view that asks this one may make a page of it.

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/orders.json")
def orders():
    return jsonify(customer=request.args["customer"])  # <-- finding


@app.route("/orders")
def page():
    found = orders()
    found.headers["Cache-Control"] = "no-store"
    return found
