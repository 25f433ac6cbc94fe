# A builtin that the module binds anew is no builtin, wherever the binding stands.

def page(cursor, limit):
    limit = int(limit)
    cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding

int = str
