# A local table that is filled here.

def page(cursor, sort, custom):
    orders = {"name": "name"}
    orders["newest"] = custom
    cursor.execute("SELECT id FROM users ORDER BY " + orders[sort])  # <-- finding
