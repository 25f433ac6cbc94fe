# An exception that is caught and forgotten guards nothing.

def sort(cursor, column):
    try:
        if column not in ("id", "name"):
            raise ValueError(column)
    except ValueError:
        raise
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
