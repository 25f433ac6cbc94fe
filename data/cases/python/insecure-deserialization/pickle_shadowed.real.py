# A module of that name from elsewhere.

import helpers as pickle

def copy(cart):
    return pickle.loads(pickle.dumps(cart))  # <-- finding
