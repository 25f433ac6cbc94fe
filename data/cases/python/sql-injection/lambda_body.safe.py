# A lambda runs when somebody calls it.

def make(cursor, name):
    return lambda: cursor.execute("SELECT id FROM orders")  # <-- finding
