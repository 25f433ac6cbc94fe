# A guard that raises.

_ALLOWED = {"id", "name"}

def sort(cursor, column, other):
    if column not in _ALLOWED:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {other}")  # <-- finding
