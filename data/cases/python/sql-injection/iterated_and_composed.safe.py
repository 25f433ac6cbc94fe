# What a loop goes through is put together with what is not known.


def orders(cursor, state):
    for query in ("SELECT id FROM orders", "SELECT id FROM gifts"):  # <-- finding
        cursor.execute(query)
