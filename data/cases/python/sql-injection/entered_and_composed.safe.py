# What is entered is put together with what is not known.
from shop.queries import opened


def orders(cursor, state):
    with opened("SELECT id FROM orders") as query:  # <-- finding
        cursor.execute("SELECT 1")
