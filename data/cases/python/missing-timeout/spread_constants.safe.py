# By way of a constant table.

import requests

HTTP = {"timeout": 5, "allow_redirects": False}

def fetch():
    return requests.get("https://api.example/", **HTTP)  # <-- finding
