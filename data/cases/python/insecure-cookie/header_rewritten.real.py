# The header is written anew, without its flags.

from flask import make_response

def enter(visit):
    answer = make_response("welcome")
    answer.set_cookie("visit", visit, secure=True, httponly=True)  # <-- finding
    answer.headers["Set-Cookie"] = f"visit={visit}"
    return answer
