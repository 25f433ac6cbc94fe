# Pairs, unpacked.

COLUMNS = (("id", "INTEGER"), ("name", "TEXT"))

def create(cursor, kinds):
    for name, kind in COLUMNS:
        cursor.execute(f"ALTER TABLE users ADD {name} {kind}")  # <-- finding
