# One of a few constant hosts.

import requests

HOSTS = {"eu": "https://eu.example/api", "us": "https://us.example/api"}

def fetch(region):
    return requests.get(HOSTS.get(region, region))  # <-- finding
