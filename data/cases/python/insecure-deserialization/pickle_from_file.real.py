# A file that others may have written.

import pickle

def read(cart, path):
    blob = open(path, "rb").read()
    return pickle.loads(blob)  # <-- finding
