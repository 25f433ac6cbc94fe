# A method of the request is as good as what it gives.

from flask import request


def find(store):
    return store.select("orders", "name".upper)  # <-- finding
