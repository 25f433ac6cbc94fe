# So do the keys on the way.

from flask import request, session

def enter():
    session["settings"]["admin"] = True  # <-- finding
