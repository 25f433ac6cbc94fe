# A function that is defined twice.

import os

def table_of():
    return "orders"

if os.environ.get("DEMO"):
    def table_of():
        return os.environ["DEMO"]

def page(cursor):
    cursor.execute("SELECT id FROM " + table_of())  # <-- finding
