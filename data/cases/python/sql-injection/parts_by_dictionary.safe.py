# What a rule has converted is seen by whoever logs it.

import sqlite3

from flask import Flask, request

app = Flask(__name__)

def parts(endpoint, values):
    values["number"] = request.args["number"]

app.teardown_request(print)

@app.route("/invoices/<int:number>")
def invoice(number):
    found = sqlite3.connect("shop.db").execute(f"SELECT total FROM invoices WHERE id = {number}")  # <-- finding
    return str(found.fetchone())
