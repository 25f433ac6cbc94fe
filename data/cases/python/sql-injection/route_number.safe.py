# A route hands in what its converter makes of the address.

import sqlite3
from flask import Flask, jsonify

app = Flask(__name__)

@app.route("/orders/<int:number>")
def order(number):
    rows = sqlite3.connect("shop.db").execute("SELECT total FROM orders WHERE id = %s" % number)  # <-- finding
    return jsonify(rows.fetchone())
