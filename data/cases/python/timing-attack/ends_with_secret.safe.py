# A comparison of a length tells nothing; what else the line asks about the header may.

import os

from flask import Flask, abort, request

app = Flask(__name__)
TOKEN = os.environ["METRICS_TOKEN"]


@app.before_request
def check():
    header = request.headers.get("Authorization", "")
    if len(header) < 20 or not header.endswith("="):  # <-- finding
        abort(401)
