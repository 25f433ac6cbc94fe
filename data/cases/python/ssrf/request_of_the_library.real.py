# What all requests go through is replaced by a function that asks a proxy.

import requests
import requests.api
from flask import Flask, request

app = Flask(__name__)
plain = requests.api.request


def by_proxy(method, url, **more):
    return plain(method, url, proxies={"https": request.headers["X-Proxy"]}, **more)


requests.api.request = by_proxy


@app.route("/rates")
def rates():
    return requests.get("https://rates.example.com/today").text  # <-- finding
