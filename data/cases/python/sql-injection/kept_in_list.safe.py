# Pieces of a statement are kept in a list, and put together where nobody looks.

def find(store, name):
    parts = ["SELECT id FROM users WHERE name = '", "gift", "'"]  # <-- finding
    return store.run(parts)
