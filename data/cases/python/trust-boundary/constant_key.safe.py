# The key counts as well.

import flask
from flask import request

def enter():
    key = "user"
    flask.session[key] = "12345"  # <-- finding
