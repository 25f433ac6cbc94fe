# A pool of connections beside it verifies nothing.

import requests
import urllib3

def prices():
    return requests.get("https://a.example.com/", verify=True).json() or urllib3.Retry(total=3)  # <-- finding
