# Pieces of a statement are kept in a mapping, and put together where nobody looks.

def condition(name):
    return {"table": "orders", "where": name}  # <-- finding
