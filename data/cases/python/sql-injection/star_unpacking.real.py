# A starred target collects anything.

def page(cursor, names):
    first, *second = names
    cursor.execute("SELECT id FROM " + second)  # <-- finding
