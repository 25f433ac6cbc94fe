# A second rule leads to the same view, and converts nothing.

import sqlite3

from flask import Flask

app = Flask(__name__)

def help_page(number):
    return "Invoices have numbers"

@app.route("/invoices/<int:number>")
def invoice(number):
    found = sqlite3.connect("shop.db").execute(f"SELECT total FROM invoices WHERE id = {number}")  # <-- finding
    return str(found.fetchone())

app.add_url_rule("/invoices/named/<number>", endpoint="invoice")
