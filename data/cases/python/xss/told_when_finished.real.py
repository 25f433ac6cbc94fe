# Whoever is told of an answer may say that it is a page.

from flask import Flask, jsonify, request, request_finished as told

app = Flask(__name__)
KIND = "Content" + "-Type"

def page(sender, response=None, **more):
    response.headers.set(KIND, "text/html")

told.connect(page, app)

@app.route("/greeting")
def greeting():
    return jsonify(name=request.args["name"])  # <-- finding
