# Pieces of a statement are added to a list, and put together where nobody looks.

def find(store, name):
    parts = ["SELECT id FROM users"]
    parts.extend([" WHERE name = '", name, "'"])  # <-- finding
    return store.run(parts)
