# The value that is bound is looked up by code elsewhere, which is given a piece of a query.

from shop.names import find_id


def rows(cursor, name):
    return cursor.execute("SELECT * FROM orders WHERE owner = %s", (find_id(cursor, "name = '" + name + "'"),))  # <-- finding
