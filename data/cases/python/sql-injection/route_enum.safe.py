# A parameter that is an enum is one of its members.

import sqlite3
from enum import Enum
from typing import Any
from fastapi import FastAPI

app = FastAPI()

class Sort(str, Enum):
    NAME = "name"
    PRICE = "price"

@app.get("/items")
def items(sort: Sort):
    rows = sqlite3.connect("shop.db").execute(f"SELECT id FROM items ORDER BY {sort.value}")  # <-- finding
    return rows.fetchall()
