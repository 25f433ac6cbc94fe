# Further arguments are collected in a tuple: here there are none.

def page(cursor, name):
    return rows(cursor, "SELECT id FROM users")  # <-- finding

def rows(cursor, query, *values):
    return cursor.execute(query, values)
