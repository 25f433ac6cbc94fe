# The key counts as well.

import flask
from flask import request

def enter():
    key = request.args.get("key")
    flask.session[key] = "12345"  # <-- finding
