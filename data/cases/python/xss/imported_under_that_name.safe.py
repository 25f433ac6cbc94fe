# A function of the project that only has the name.

from flask import request
from flask import make_response

def page():
    return make_response("Found", "200 Found")  # <-- finding
