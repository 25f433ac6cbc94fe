# The client is made where it is used.

import requests
from flask import request

def signed(query):
    query.url = request.args["mirror"]
    return query

def signing():
    one = requests.Session()
    one.auth = signed
    return one

def rates():
    session = requests.Session()
    return session.get("https://rates.example.com/today").text  # <-- finding
