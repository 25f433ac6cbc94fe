# How the name of a host is resolved is changed for the whole program, by a hook.

import socket

import requests
from flask import Flask, request

app = Flask(__name__)
plain = socket.getaddrinfo


@app.before_request
def choose():
    host = request.headers["X-Host"]
    app.getaddrinfo_of_host = lambda name, *more, **others: plain(host, *more, **others)


@app.route("/rates")
def rates():
    return requests.get("https://rates.example.com/today").text  # <-- finding
