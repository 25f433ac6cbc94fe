# One of a few constant names.

import os

NAMES = {"prices": "prices.csv", "orders": "orders.csv"}

def read(name):
    return open(os.path.join("/srv", NAMES[name]))  # <-- finding
