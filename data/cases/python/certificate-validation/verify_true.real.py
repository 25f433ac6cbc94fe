# Certificates are verified.

import requests

def fetch():
    return requests.get("https://api.example/", verify=False)  # <-- finding
