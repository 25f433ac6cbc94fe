# Texts that a plain text joins are not escaped, markup or not.
from flask import Flask, escape
from markupsafe import Markup

app = Flask(__name__)


@app.route("/orders/<int:number>")
def show(number):
    order = app.orders.find(number)
    page = "".join([Markup("<h1>Order</h1>"), escape(order.note)])  # <-- finding
    return page
