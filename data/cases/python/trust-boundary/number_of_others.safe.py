# A number may say who somebody is.

from flask import request, session

def enter():
    session["user_id"] = 0  # <-- finding
