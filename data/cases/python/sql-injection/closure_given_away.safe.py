# A function sees the variables around it, and gives them to whoever calls it.

def find(store, name):
    def condition():
        return name

    return store.select("orders", len(name))  # <-- finding
