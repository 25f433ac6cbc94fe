# A number of whatever value.

def page(cursor, limit):
    if not isinstance(limit, int):
        raise TypeError
    cursor.execute(f"SELECT id FROM users LIMIT {limit}")  # <-- finding
