# What is bound after the guard is another value.

def sort(cursor, column, other):
    if column not in ("id", "name"):
        raise ValueError(column)
    unused = other
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
