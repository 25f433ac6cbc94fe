# A helper that only looks changes nothing.

def column(name):
    if name not in ("id", "name"):
        print("odd column", name)
    return name

def page(cursor, name):
    cursor.execute("SELECT " + column(name) + " FROM users")  # <-- finding
