# Fields are filled by position.

def page(cursor, size, order):
    cursor.execute("SELECT id FROM orders LIMIT {1}".format(int(size), order))  # <-- finding
