# Both flags are set.

from flask import make_response

def enter(value):
    answer = make_response("welcome")
    answer.set_cookie("visit", value, path="/", secure=True, httponly=True)  # <-- finding
    return answer
