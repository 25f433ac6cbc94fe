# A quoted component in the place of the host.

from urllib.parse import quote
import requests

def user(name):
    return requests.get("https://api.example/users/" + quote(name, safe=""), timeout=5)  # <-- finding
