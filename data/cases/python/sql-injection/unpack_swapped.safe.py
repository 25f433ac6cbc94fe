# Unpacking by position.

def page(cursor, name):
    table, other = "users", name
    cursor.execute("SELECT id FROM " + table)  # <-- finding
