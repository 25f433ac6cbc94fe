# The address is the second argument.

import requests

def fetch(method):
    return requests.request(method, "https://" + method)  # <-- finding
