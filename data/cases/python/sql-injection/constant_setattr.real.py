# setattr() on a module.

import shop.tables as tables

TABLE = "orders"

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding

def use(key, name):
    setattr(tables, key, name)
