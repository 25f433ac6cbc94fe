# Never reached.

import requests

SANDBOX = False

def fetch(name):
    if SANDBOX:
        return requests.get("https://127.0.0.1/", verify=False)  # <-- finding
    return None
