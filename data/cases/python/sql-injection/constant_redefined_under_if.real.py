# A second binding under a condition counts.

import os

TABLE = "orders"
if os.environ.get("DEMO"):
    TABLE = os.environ["DEMO"]

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding
