# JSON is no page, unless the answer is said to be one afterwards.

from flask import Flask, jsonify, request

app = Flask(__name__)

@app.route("/echo")
def echo():
    answer = jsonify(name=request.args["name"])  # <-- finding
    answer.mimetype = "text/html"
    return answer
