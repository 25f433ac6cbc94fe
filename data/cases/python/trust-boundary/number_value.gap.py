# A number is no text of others.

from flask import request, session

def enter():
    session["page"] = int(request.args["page"])  # <-- finding
