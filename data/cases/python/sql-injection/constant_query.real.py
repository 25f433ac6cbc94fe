# A literal statement is constant whoever runs it; a parameter in it is not.

def newest(cursor, limit):
    cursor.execute(f"SELECT id FROM orders ORDER BY id DESC LIMIT {limit}")  # <-- finding
    return cursor.fetchall()
