# A function inside gives an object, and a text, to a function that has the name of a sink.
from shop.filters import execute


def orders(query, state):
    def narrow(text):
        execute(query, "open")

    narrow(state)
    return query.select("SELECT id, state")  # <-- finding
