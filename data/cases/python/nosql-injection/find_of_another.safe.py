# A function of the shop's own: what it makes of the order is not known.

from flask import request
from shop.store import find

def known():
    return find({"name": "admin"}, sort="age")  # <-- finding
