# So it can by an attribute.

from flask import redirect, request

def leave():
    answer = redirect("/home")  # <-- finding
    answer.location = request.args["next"]
    return answer
