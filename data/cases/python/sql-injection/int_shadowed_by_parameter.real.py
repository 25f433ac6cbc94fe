# A name that a parameter shadows is no builtin.

def page(cursor, limit, int):
    limit = int(limit)
    cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding
