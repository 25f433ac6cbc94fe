# The value that is bound is looked up by code elsewhere, which is given a formatted piece.
from shop.names import find_id


def rows(cursor, name):
    return cursor.execute("SELECT * FROM orders WHERE owner = %s", (find_id(cursor, f"name = {int(name)}"),))  # <-- finding
