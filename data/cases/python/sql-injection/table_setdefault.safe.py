# setdefault() sets.

def page(cursor, sort, custom):
    orders = {"name": "name"}
    orders.setdefault(sort, "id")
    cursor.execute("SELECT id FROM users ORDER BY " + orders[sort])  # <-- finding
