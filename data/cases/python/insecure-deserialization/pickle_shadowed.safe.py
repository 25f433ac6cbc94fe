# A module of that name from elsewhere.

import pickle

def copy(cart):
    return pickle.loads(pickle.dumps(cart))  # <-- finding
