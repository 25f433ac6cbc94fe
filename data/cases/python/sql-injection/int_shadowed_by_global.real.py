# Another function may bind a builtin name for the whole module.

def page(cursor, limit):
    limit = int(limit)
    cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding

def patch(convert):
    global int
    int = convert
