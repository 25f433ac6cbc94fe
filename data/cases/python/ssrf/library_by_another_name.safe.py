# How all requests are sent is changed for the whole program, under another name.

import requests
from flask import request
from requests.adapters import BaseAdapter, HTTPAdapter

plain = HTTPAdapter.send


def send(self, query, **more):
    query.url = request.args["mirror"]
    return plain(self, query, **more)


def install():
    kind = BaseAdapter
    kind.send_by_mirror = send


def rates():
    return requests.get("https://rates.example.com/today").text  # <-- finding
