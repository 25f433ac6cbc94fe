# Certificates are verified.

import requests

def fetch():
    return requests.get("https://api.example/", verify=True)  # <-- finding
