# Rejecting only when two things are wrong lets one of them through.

def sort(cursor, column, strict):
    if column not in ("id", "name") or strict:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
