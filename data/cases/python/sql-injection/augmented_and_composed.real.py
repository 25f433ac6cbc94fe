# What a text is made longer by is put together with what is not known.


def orders(cursor, state):
    query = "SELECT id"
    query += " FROM orders"  # <-- finding
    cursor.execute(query + state)
