# A local list is what this function has put into it.

def sort(cursor, column, extra):
    allowed = ["id"]
    allowed.append(extra)
    if column not in allowed:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
