# A literal statement is constant whoever runs it; a parameter in it is not.

def newest(cursor, limit):
    cursor.execute("SELECT id FROM orders ORDER BY id DESC LIMIT 10")  # <-- finding
    return cursor.fetchall()
