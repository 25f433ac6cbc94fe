# A time limit is set.

import requests

def fetch():
    return requests.get("https://api.example/", timeout=5)  # <-- finding
