# A guard on a changed copy says nothing of the original.

def sort(cursor, column):
    wanted = column.lower()
    if wanted not in ("id", "name"):
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
