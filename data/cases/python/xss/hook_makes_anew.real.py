# Every answer is made anew on its way out.

from flask import Flask, jsonify, make_response, request

app = Flask(__name__)

@app.after_request
def shown(response):
    return make_response(response.get_data())

@app.route("/")
def search():
    return jsonify(request.args["q"])  # <-- finding
