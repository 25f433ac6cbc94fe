# A function inside gives what it is called with to an object.


def orders(query, state):
    def narrow(text):
        query.where(text)

    narrow(state)
    return query.select("SELECT id, state")  # <-- finding
