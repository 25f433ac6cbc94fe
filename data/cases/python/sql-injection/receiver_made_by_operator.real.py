# An object is worked out of another, and of what is not known.


def orders(database, state):
    query = database.orders & state.text
    return query.select("SELECT id, state")  # <-- finding
