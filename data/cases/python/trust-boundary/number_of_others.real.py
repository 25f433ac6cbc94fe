# A number may say who somebody is.

from flask import request, session

def enter():
    session["user_id"] = int(request.form["user_id"])  # <-- finding
