# FastAPI refuses what is not of the type of a parameter, and asks no dependency about it.

import sqlite3
from typing import Literal
from fastapi import Depends, FastAPI, Request

app = FastAPI()

def chosen(request: Request):
    return request.query_params.get("sort", "name")

@app.get("/items")
def items(sort: Literal["name", "price"] = "name"):
    rows = sqlite3.connect("shop.db").execute(f"SELECT id FROM items ORDER BY {sort}")  # <-- finding
    return rows.fetchall()
