# A width taken from the values is not followed.

def page(cursor, size):
    cursor.execute("SELECT id FROM orders LIMIT %s" % (int(size),))  # <-- finding
