# %d takes numbers only; %s takes anything.

def page(cursor, start, size):
    cursor.execute("SELECT id FROM orders LIMIT %d OFFSET %s" % (size, start))  # <-- finding
