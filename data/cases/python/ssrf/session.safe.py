# A session is not known, its address is.

import requests

def fetch(path):
    return requests.post("https://api.example/v1/orders", json={"path": path})  # <-- finding
