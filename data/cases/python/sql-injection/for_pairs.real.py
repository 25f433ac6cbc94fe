# Pairs, unpacked.

COLUMNS = (("id", "INTEGER"), ("name", "TEXT"))

def create(cursor, kinds):
    for name, kind in zip(COLUMNS, kinds):
        cursor.execute(f"ALTER TABLE users ADD {name} {kind}")  # <-- finding
