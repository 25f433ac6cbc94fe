# A name in brackets is a name.

def page(cursor, names):
    for (table) in ("users", "orders"):
        cursor.execute("SELECT id FROM " + table)  # <-- finding
