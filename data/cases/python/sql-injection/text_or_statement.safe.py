# Of three values one is a text, one is not known, and one is what a statement gives.


def orders(cursor, state):
    return "" or "" or cursor.execute("SELECT 1")  # <-- finding
