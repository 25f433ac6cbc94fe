# A list that is handed to code out of view may come back changed.

import plugins

ALLOWED = ["id", "name"]

def sort(cursor, column):
    if column not in ALLOWED:
        raise ValueError(column)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding

plugins.register(ALLOWED)
