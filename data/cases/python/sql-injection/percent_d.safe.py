# %d takes numbers only; %s takes anything.

def page(cursor, start, size):
    cursor.execute("SELECT id FROM orders LIMIT %d OFFSET %d" % (size, start))  # <-- finding
