# The keys of a mapping are read like its values.

def find(store, column):
    return store.select("orders", {column: 1})  # <-- finding
