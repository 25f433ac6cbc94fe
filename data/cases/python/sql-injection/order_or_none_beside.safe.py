# Beside the query the order of the next one is chosen: it is one of ours, or one of others.
def report(cursor, sort):
    order = "ORDER BY id "
    if sort:
        order = "ORDER BY name "
    count, tail = cursor.execute("SELECT count(*) FROM orders"), (order or None)  # <-- finding
    return count, cursor.execute("SELECT * FROM orders " + tail)
