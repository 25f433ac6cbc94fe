# A file that others may have written.

import pickle

def read(cart, path):
    blob = pickle.dumps(cart)
    return pickle.loads(blob)  # <-- finding
