# A starred target collects anything.

def page(cursor, names):
    first, second = "users", "orders"
    cursor.execute("SELECT id FROM " + second)  # <-- finding
