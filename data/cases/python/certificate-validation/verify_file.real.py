# By a constant file of authorities.

import requests

def fetch(check):
    return requests.get("https://api.example/", verify=check)  # <-- finding
