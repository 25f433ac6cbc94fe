# What the view is wrapped in makes a page of its data.

from functools import wraps

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


def as_page(view):
    @wraps(view)
    def shown(*args, **kwargs):
        answer = view(*args, **kwargs)
        return Response(answer.get_data())

    return shown


@app.route("/names")
@as_page
def names():
    return jsonify(request.args["name"])  # <-- finding
