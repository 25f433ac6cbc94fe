# An object of a class in view holds what it was made of, and whoever gets it can read it.

class Filter:
    def __init__(self, text):
        self.text = text


def find(store, name):
    return store.select(Filter(name), "orders")  # <-- finding
