# A constant path is chosen.

import flask
from flask import request

def leave():
    places = [request.args.get("next"), "/home"]
    return flask.redirect(places[1])  # <-- finding
