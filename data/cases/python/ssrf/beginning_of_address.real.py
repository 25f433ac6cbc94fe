# An address that begins with a host, its slash included.

import requests

def picture(address):
    if not address.startswith("https://img.example.com"):
        raise ValueError(address)
    return requests.get(address, timeout=5)  # <-- finding
