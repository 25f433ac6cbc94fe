# The items of a constant tuple.

TABLES = ("users", "orders")

def counts(cursor, names):
    for table in TABLES:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # <-- finding
