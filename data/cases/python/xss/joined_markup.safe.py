# Markup of ours and what somebody stored are put side by side.
from flask import Flask, Markup, escape

app = Flask(__name__)


@app.route("/orders/<int:number>")
def show(number):
    order = app.orders.find(number)
    return "".join([Markup("<h1>Order</h1>"), escape(order.note)])  # <-- finding
