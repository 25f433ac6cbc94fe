# What a request keeps its parameters in converts as it does.

import sqlite3

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict

class Plain(ImmutableMultiDict):
    def get(self, key, default=None, type=None):
        return dict(self).get(key, default)

class Shop(Flask):
    testing = False

app = Shop(__name__)

@app.route("/invoices")
def invoices():
    limit = request.args.get("limit", 10, type=int)
    return str(sqlite3.connect("shop.db").execute(f"SELECT total FROM invoices LIMIT {limit}").fetchall())  # <-- finding
