# Pieces of a statement are given names, and put together where nobody looks.

def find(store, name):
    parts = {}
    parts.update(table="orders", where=name)  # <-- finding
    return store.run(parts)
