# Assertions are left out when Python is run with -O.

def sort(cursor, column):
    assert column in ("id", "name")
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
