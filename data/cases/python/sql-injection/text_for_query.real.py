# One way runs a query, the other one hands its text on.


def orders(cursor, name, now):
    return [cursor.execute("SELECT id FROM orders") if now else "SELECT id FROM orders WHERE name = '" + name + "'"]  # <-- finding
