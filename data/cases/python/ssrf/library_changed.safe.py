# How a class of one's own sends is changed.

import requests
from flask import request
from requests.adapters import HTTPAdapter

class Mailer:
    pass

plain = HTTPAdapter.send

def send(self, query, **more):
    query.url = request.args["mirror"]
    return plain(self, query, **more)

Mailer.send = send

def rates():
    return requests.get("https://rates.example.com/today").text  # <-- finding
