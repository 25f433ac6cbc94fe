# Flask converts a parameter, or gives what stands in for it as it is.

import sqlite3
from flask import Flask, request

app = Flask(__name__)

@app.get("/orders")
def orders():
    page = request.args.get("page", request.args.get("offset"), type=int)
    rows = sqlite3.connect("shop.db").execute(f"SELECT id FROM orders LIMIT 20 OFFSET {page}")  # <-- finding
    return rows.fetchall()
