# One unsafe item of a tuple is enough.

def page(cursor, table, size):
    cursor.execute("SELECT id FROM %s LIMIT %s" % (table, int(size)))  # <-- finding
