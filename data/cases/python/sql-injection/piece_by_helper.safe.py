# The helper puts a label together.

from shop.names import find_id


def by_name(name):
    return "customer: " + name


def rows(cursor, name):
    return cursor.execute("SELECT * FROM orders WHERE owner = %s", (find_id(cursor, by_name(name)),))  # <-- finding
