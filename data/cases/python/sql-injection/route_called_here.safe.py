# Whoever else calls a view hands in what it likes.

import sqlite3
from flask import Flask, jsonify, request

app = Flask(__name__)

@app.route("/orders/<int:number>")
def order(number):
    rows = sqlite3.connect("shop.db").execute("SELECT total FROM orders WHERE id = %s" % number)  # <-- finding
    return jsonify(rows.fetchone())

@app.route("/last")
def last():
    return jsonify(request.args["number"])
