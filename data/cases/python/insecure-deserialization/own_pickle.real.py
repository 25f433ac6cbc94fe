# What this expression has pickled itself.

import pickle

def copy(cart, blob):
    return pickle.loads(blob)  # <-- finding
