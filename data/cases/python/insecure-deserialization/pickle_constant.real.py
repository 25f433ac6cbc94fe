# Constant bytes.

import pickle

def read(blob):
    return pickle.loads(blob)  # <-- finding
