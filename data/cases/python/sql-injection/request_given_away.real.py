# A request gives its parameters to whoever gets it.

from flask import request


def find(store):
    return store.select("orders", request.args)  # <-- finding
