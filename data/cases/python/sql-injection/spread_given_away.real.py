# What is spread over the arguments is given away, too.

def find(store, names):
    return store.select("orders", *names)  # <-- finding
