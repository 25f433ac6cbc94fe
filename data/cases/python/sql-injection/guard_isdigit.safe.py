# Digits only.

def page(cursor, limit):
    if not limit.isdigit():
        return None
    cursor.execute("SELECT id FROM users LIMIT " + limit)  # <-- finding
