# Another view finds this one by its route, and shows where it is.

import sqlite3

from fastapi import FastAPI, Request

app = FastAPI()

@app.get("/invoices")
def invoices(limit: int = 10):
    found = sqlite3.connect("shop.db").execute(f"SELECT total FROM invoices LIMIT {limit}")  # <-- finding
    return found.fetchall()

@app.get("/all")
def every(request: Request):
    return app.routes[-2].path
