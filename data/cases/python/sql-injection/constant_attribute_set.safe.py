# The module can be written to from inside through itself.

import shop.tables as tables

TABLE = "orders"

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding

def use(name):
    tables.NAME = name
