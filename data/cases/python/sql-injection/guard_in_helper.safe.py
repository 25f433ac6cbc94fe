# A helper that raises for odd values: what comes back is a known column.

def check(column):
    if column not in ("id", "name"):
        raise ValueError(column)

def sort(cursor, column):
    check(column)
    cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
