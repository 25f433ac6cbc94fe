# Fields are filled by position.

def page(cursor, size, order):
    cursor.execute("SELECT id FROM orders LIMIT {0}".format(int(size), order))  # <-- finding
