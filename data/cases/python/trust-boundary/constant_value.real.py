# A constant is put into the session.

import flask
from flask import request

def enter():
    names = [request.args.get("user"), "guest"]
    flask.session["user"] = names[0]  # <-- finding
