# By way of a constant table.

import requests

HTTP = {"allow_redirects": False}

def fetch():
    return requests.get("https://api.example/", **HTTP)  # <-- finding
