# A function of the project that only has the name.

from flask import request
from shop.pages import make_response

def page():
    return make_response("Found", request.args["q"])  # <-- finding
