# A proxy is where the request goes.

import requests

def search(text):
    return requests.get("https://api.example/search", proxies={"https": text})  # <-- finding
