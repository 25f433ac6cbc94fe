# A function is given an object, and with it what is not known.
from shop.filters import narrow


def orders(query, state):
    narrow(query, state)
    return query.select("SELECT id, state")  # <-- finding
