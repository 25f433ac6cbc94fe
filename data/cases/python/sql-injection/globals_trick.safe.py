# globals() can bind any name of the module.

def page(cursor, limit):
    limit = int(limit)
    cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding

def configure(table, name, value):
    table()[name] = value
