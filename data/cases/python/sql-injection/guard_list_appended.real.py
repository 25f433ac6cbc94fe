# An allow-list that another function adds to allows anything.

ALLOWED = ["id", "name"]

def sort(cursor, column):
    if column not in ALLOWED:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding

def allow(column):
    ALLOWED.append(column)
