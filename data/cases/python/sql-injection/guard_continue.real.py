# A guard that continues.

def sort(cursor, columns):
    for column in columns:
        if column not in ("id", "name"):
            pass
        cursor.execute(f"SELECT {column} FROM users")  # <-- finding
