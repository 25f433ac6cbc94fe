# What is mapped is asked for its items later.

import sqlite3

def orders(first, more):
    numbers = [int(first)]
    texts = map(str, numbers)
    numbers.append(int(more))
    marks = ",".join(texts)
    return sqlite3.connect("shop.db").execute(f"SELECT total FROM orders WHERE id IN ({marks})")  # <-- finding
