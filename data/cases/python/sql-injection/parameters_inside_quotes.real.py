# A driver quotes what it fills in: inside quotes that are there already, its quotes end them.

def find(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = '%s'", (name,))  # <-- finding
    return cursor.fetchone()
