# A header whose name is not constant may be the one that leads elsewhere.

from flask import redirect, request

def leave(header):
    answer = redirect("/home")  # <-- finding
    answer.headers[header] = request.args["next"]
    return answer
