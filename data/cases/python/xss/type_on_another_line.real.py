# Where a line goes on, an answer is given another type.

from flask import Response, request

def search():
    answer = Response(request.args["q"], mimetype="text/plain")  # <-- finding
    answer.mimetype \
        = "text/html"
    return answer
