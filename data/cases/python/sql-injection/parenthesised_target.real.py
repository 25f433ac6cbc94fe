# A name in brackets is a name.

def page(cursor, names):
    for (table) in ("users", names):
        cursor.execute("SELECT id FROM " + table)  # <-- finding
