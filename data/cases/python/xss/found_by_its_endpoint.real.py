# Views that are found by their names are called, and their text is taken.

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/orders.json")
def orders():
    return jsonify(customer=request.args["customer"])  # <-- finding


@app.route("/pages/<name>")
def page(name):
    return app.view_functions[name]().data
