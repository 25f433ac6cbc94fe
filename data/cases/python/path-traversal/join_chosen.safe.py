# One of a few constant names.

import os

_NAMES = {"prices": "prices.csv", "orders": "orders.csv"}

def read(name):
    return open(os.path.join("/srv", _NAMES[name]))  # <-- finding
