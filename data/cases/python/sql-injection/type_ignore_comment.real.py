# Comments for tools change nothing.

def page(cursor, limit):  # type: ignore
    limit = limit  # int(limit) nosec
    cursor.execute("SELECT id FROM users LIMIT %s" % limit)  # <-- finding
