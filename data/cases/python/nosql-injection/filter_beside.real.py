# A query of another name stands beside it.

from flask import request
from shop.store import by_filter

def known(users):
    return users.find_one({"name": "admin"}) or by_filter(request.get_json())  # <-- finding
