# A method that is taken from an object gives to that object.


def orders(query, state):
    narrow = query.where
    narrow("open")
    return query.select("SELECT id, state")  # <-- finding
