# A guard that raises.

ALLOWED = {"id", "name"}

def sort(cursor, column, other):
    if column not in ALLOWED:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
