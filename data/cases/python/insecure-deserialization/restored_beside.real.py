# The same bytes are restored by code of another name.

import json

from flask import request
from shop.formats import restore

def cart():
    return json.loads(request.form["cart"]), restore(request.form["state"])  # <-- finding
