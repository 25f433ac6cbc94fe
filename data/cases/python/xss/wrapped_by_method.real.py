# A view is wrapped by a method of an object in this file, which makes a page of its answer.
from functools import wraps

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


class Views:
    def counted(self, view):
        @wraps(view)
        def inner(*args):
            app.logger.info("asked for %s", request.path)
            return Response(view(*args).get_data())

        return inner


views = Views()


@app.get("/search")
@views.counted
def search():
    return jsonify(request.args["q"])  # <-- finding
