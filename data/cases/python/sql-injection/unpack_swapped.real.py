# Unpacking by position.

def page(cursor, name):
    other, table = "users", name
    cursor.execute("SELECT id FROM " + table)  # <-- finding
