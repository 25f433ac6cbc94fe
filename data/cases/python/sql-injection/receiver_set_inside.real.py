# A function inside sets a field of an object to what it is called with.


def orders(query, state):
    def narrow(text):
        query.condition = text

    narrow(state)
    return query.select("SELECT id, state")  # <-- finding
