# A second name for the same set changes it, too.

ALLOWED = {"id", "name"}

def sort(cursor, column):
    if column not in ALLOWED:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding

def allow(column):
    others = ALLOWED
    others.add(column)
