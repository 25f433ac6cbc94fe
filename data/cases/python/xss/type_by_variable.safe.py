# A header whose name is not constant may say what an answer is.

from flask import Response, request

def page(header):
    answer = Response(request.args["q"], mimetype="text/plain")  # <-- finding
    answer.headers["X-Query"] = request.args["type"]
    return answer
