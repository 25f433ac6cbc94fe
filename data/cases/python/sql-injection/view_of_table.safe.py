# A view shows what the table holds when it is looked at.

def page(cursor, name):
    tables = {"a": "users"}
    views = tables.values()
    tables["a"] = "orders"
    for table in views:
        cursor.execute("SELECT id FROM " + table)  # <-- finding
