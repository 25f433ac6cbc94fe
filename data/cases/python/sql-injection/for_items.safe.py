# Keys and values of a constant table.

_COLUMNS = {"id": "INTEGER", "name": "TEXT"}

def create(cursor, more):
    for name, kind in _COLUMNS.items():
        cursor.execute(f"ALTER TABLE users ADD {name} {kind}")  # <-- finding
