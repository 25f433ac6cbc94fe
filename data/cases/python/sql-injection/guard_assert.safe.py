# Assertions are left out when Python is run with -O.

def sort(cursor, column):
    if column not in ("id", "name"):
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
