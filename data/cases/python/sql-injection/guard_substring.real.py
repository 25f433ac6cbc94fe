# Membership in a text is a search for a part of it.

def sort(cursor, column):
    if column not in ("id, name FROM users; --"):
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
