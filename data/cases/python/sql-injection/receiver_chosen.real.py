# One of two objects was given more than is known.


def orders(query, archive, state):
    query.where(state)
    return (archive or query).select("SELECT id, state")  # <-- finding
