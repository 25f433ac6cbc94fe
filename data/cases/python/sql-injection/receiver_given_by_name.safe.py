# What a method is given by name is in the object, too.


def orders(query, state):
    query.where("state", equals="open")
    return query.select("SELECT id, state")  # <-- finding
