# The environment names the proxy of all requests.

import os
import requests

def prices(value):
    os.environ["LANG"] = value
    return requests.get("http://prices.example.com/").text  # <-- finding
