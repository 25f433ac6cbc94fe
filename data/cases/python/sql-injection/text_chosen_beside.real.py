# Beside a statement stands one of two texts, and one of these is not known.
DEFAULT = "SELECT id FROM orders"


def orders(cursor, state, wanted):
    return cursor.execute("SELECT 1"), (state if wanted else DEFAULT)  # <-- finding
