# load() of a file object.

import pickle

def read(cart, stream):
    return pickle.load(stream)  # <-- finding
