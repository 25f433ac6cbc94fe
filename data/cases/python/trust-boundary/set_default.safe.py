# By a method.

from flask import request, session

def enter():
    session.setdefault("user", "guest")  # <-- finding
