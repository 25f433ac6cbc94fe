# A second name for the same set changes it, too.

_ALLOWED = {"id", "name"}

def sort(cursor, column):
    if column not in _ALLOWED:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding

def allow(column):
    others = set(_ALLOWED)
    others.add(column)
