# Values bound to a constant statement are data; put into it by % they are code.

def find(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = %s" % (name,))  # <-- finding
    return cursor.fetchone()
