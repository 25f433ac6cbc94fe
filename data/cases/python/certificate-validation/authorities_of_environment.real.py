# The environment names the authorities that are trusted.

import os
import requests

def prices(value):
    os.environ["REQUESTS_CA_BUNDLE"] = value
    return requests.get("https://prices.example.com/", verify=True).json()  # <-- finding
