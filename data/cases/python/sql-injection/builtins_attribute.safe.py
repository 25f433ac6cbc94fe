# A builtin can be replaced through an attribute of a module.

import config

def page(cursor, limit):
    limit = int(limit)
    cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding

config.number = str
