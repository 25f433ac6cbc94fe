# An allow-list that another function adds to allows anything.

_ALLOWED = ["id", "name"]

def sort(cursor, column):
    if column not in _ALLOWED:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding

def allow(column):
    _ALLOWED.append(column)
