# A view in a table is called by whoever looks it up there, and its text is taken.

from flask import Flask, jsonify, request

app = Flask(__name__)


def orders():
    return jsonify(customer=request.args["customer"])  # <-- finding


def about():
    return "<p>Orders</p>"


app.add_url_rule("/orders", view_func=orders)
VIEWS = {"about": about}


@app.route("/pages/<name>")
def page(name):
    return VIEWS[name]().data
