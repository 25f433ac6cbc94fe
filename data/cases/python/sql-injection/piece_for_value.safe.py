# The value that is bound is looked up by the name alone.

from shop.names import find_id


def rows(cursor, name):
    return cursor.execute("SELECT * FROM orders WHERE owner = %s", (find_id(cursor, "customer: " + name),))  # <-- finding
