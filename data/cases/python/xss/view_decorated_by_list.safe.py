# A class lists what its views are wrapped in: it is of a library.

from flask import jsonify, request
from flask.views import MethodView
from flask_login import login_required

KIND = "Content" + "-Type"

def page(view):
    def shown(*args, **more):
        answer = view(*args, **more)
        answer.headers.set(KIND, "text/html")
        return answer
    return shown

class Greeting(MethodView):
    decorators = [login_required]

    def get(self):
        return jsonify(name=request.args["name"])  # <-- finding
