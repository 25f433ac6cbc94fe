# What makes JSON says what it is: it may call it a page.

from flask import Flask, jsonify, request

app = Flask(__name__)
app.json.mimetype = "text/html"

def page():
    return jsonify(q=request.args["q"])  # <-- finding
