# The environment names the proxy; it is set under another name.

import os

import requests
from flask import Flask, request

app = Flask(__name__)
told = os.environ


@app.before_request
def choose():
    told["HTTPS_PROXY"] = request.headers["X-Proxy"]


@app.route("/rates")
def rates():
    return requests.get("https://rates.example.com/today").text  # <-- finding
