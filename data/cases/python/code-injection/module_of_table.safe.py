# A module by a name from a table.

import importlib

BACKENDS = {"redis": "shop.redis", "memory": "shop.memory"}

def backend(name):
    return importlib.import_module(BACKENDS[name])  # <-- finding
