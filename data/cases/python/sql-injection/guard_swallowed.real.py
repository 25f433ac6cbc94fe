# A guard whose exception is swallowed guards nothing.

from contextlib import suppress

def sort(cursor, column):
    with suppress(KeyError):
        print(column)
        if column not in ("id", "name"):
            raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
