# What makes JSON says what it is: it may call it a page.

from flask import Flask, jsonify, request

app = Flask(__name__)
app.json.sort_keys = False

def page():
    return jsonify(q=request.args["q"])  # <-- finding
