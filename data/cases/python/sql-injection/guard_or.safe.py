# With or, one true side is enough to pass.

def sort(cursor, column, admin):
    if column in ("id", "name") and admin:
        cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
