# An address of a constant list.

import requests

ALLOWED = ("https://a.example/feed", "https://b.example/feed")

def fetch(url):
    if url not in ALLOWED:
        return None
    return requests.get(url)  # <-- finding
