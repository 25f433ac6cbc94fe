# One of a few constant hosts.

import requests

_HOSTS = {"eu": "https://eu.example/api", "us": "https://us.example/api"}

def fetch(region):
    return requests.get(_HOSTS.get(region, region))  # <-- finding
