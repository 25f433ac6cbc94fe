# What is added to an object is in what it does now.


def orders(query, state):
    query &= "open"
    return query.select("SELECT id, state")  # <-- finding
