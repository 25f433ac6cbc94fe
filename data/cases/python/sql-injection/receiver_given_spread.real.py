# What a method is given of a list is in the object, too.


def orders(query, state):
    query.where(*state)
    return query.select("SELECT id, state")  # <-- finding
