# An operator of an object keeps what stands on its other side.


def orders(query, state):
    query << "open"
    return query.select("SELECT id, state")  # <-- finding
