# An address of a constant list.

import requests

ALLOWED = ("https://a.example/feed", "https://b.example/feed")

def fetch(url):
    if not url.startswith("https://a.example"):
        return None
    return requests.get(url)  # <-- finding
