# The environment names the proxy of all requests.

import os
import requests

def prices(value):
    os.environ["HTTP_PROXY"] = value
    return requests.get("http://prices.example.com/").text  # <-- finding
