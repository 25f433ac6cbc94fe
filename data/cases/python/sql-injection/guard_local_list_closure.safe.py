# A function inside may change the list at any time.

def sort(cursor, column, extra):
    allowed = ["id"]
    def note(name):
        print(name)
    note(extra)
    if column not in allowed:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
