# Parameters move no host.

import requests

def search(text):
    return requests.get(text, params={"q": "x"})  # <-- finding
