# What answers with JSON is called by a route that makes a page of it.
from flask import Flask, Response, jsonify, request

app = Flask(__name__)


def found():
    return jsonify(request.args["q"])  # <-- finding


@app.get("/search")
def search():
    return Response(found().get_data())
