# A day that was read from a text is shown in digits.

import sqlite3
from datetime import datetime
from flask import Flask, request

app = Flask(__name__)

@app.get("/readings")
def readings():
    day = datetime.now().strftime(request.args["day"])
    rows = sqlite3.connect("shop.db").execute(f"SELECT value FROM readings WHERE day = '{day}'")  # <-- finding
    return rows.fetchall()
