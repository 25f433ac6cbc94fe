# An operator of an object keeps what stands on its other side.


def orders(query, state):
    query << state.text
    return query.select("SELECT id, state")  # <-- finding
