# JSON is no page, unless it is collected for one.

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


@app.route("/orders")
def orders():
    found = ["<p>Orders</p>"]
    if "json" in request.args:
        return jsonify(customer=request.args["customer"])  # <-- finding
    return Response(found[0])
