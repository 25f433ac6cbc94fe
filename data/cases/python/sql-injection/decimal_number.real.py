# A decimal number is digits, or a word for what is none.

import sqlite3
from shop.money import Decimal

def dearer(price):
    limit = Decimal(price)
    return sqlite3.connect("shop.db").execute(f"SELECT id FROM items WHERE price > {limit}")  # <-- finding
