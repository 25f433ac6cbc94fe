# %c of a number is any character.

def page(cursor, size):
    cursor.execute("SELECT id FROM orders LIMIT %c" % int(size))  # <-- finding
