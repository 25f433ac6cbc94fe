# A field that looks into a value is not followed.

def page(cursor, size):
    cursor.execute("SELECT id FROM orders LIMIT {}".format(int(size)))  # <-- finding
