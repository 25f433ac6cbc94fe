# Parameters move no host.

import requests

def search(text):
    return requests.get("https://api.example/search", params={"q": text})  # <-- finding
