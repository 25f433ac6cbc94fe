# What is bound in the middle of an expression is put together with what is not known.


def orders(cursor, state):
    if (query := "SELECT id FROM orders"):  # <-- finding
        cursor.execute(query)
