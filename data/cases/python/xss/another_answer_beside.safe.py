# Another answer of the same statement.

from flask import make_response, request
from starlette.responses import StreamingResponse

def page():
    return make_response("nothing") if "q" not in request.args else StreamingResponse(["one"])  # <-- finding
