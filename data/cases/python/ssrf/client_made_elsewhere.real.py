# The function that makes the client has told it more.

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
    session = signing()
    return session.get("https://rates.example.com/today").text  # <-- finding
