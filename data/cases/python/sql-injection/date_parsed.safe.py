# A day that was read from a text is shown in digits.

import sqlite3
from datetime import datetime
from flask import Flask, request

app = Flask(__name__)

@app.get("/readings")
def readings():
    day = datetime.strptime(request.args["day"], "%d.%m.%Y").strftime("%Y-%m-%d")
    rows = sqlite3.connect("shop.db").execute(f"SELECT value FROM readings WHERE day = '{day}'")  # <-- finding
    return rows.fetchall()
