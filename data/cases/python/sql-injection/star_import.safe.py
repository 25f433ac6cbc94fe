# A star import may bind any name, a builtin too.

from os.path import join

def page(cursor, limit):
    limit = int(limit)
    cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding
