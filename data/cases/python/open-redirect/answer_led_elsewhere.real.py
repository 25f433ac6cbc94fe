# Where an answer leads to can be set after it was made.

from flask import redirect, request

def leave():
    answer = redirect("/home")  # <-- finding
    answer.headers["Location"] = request.args["next"]
    return answer
