# A function inside of one inside gives what the outer one is called with to an object.


def orders(query, state):
    def narrow(text):
        def later():
            query.where("open")

        return later

    narrow(state)()
    return query.select("SELECT id, state")  # <-- finding
