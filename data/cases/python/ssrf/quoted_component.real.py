# A component quoted without exception.

from urllib.parse import quote
import requests

def user(name):
    return requests.get("https://api.example/users/" + name, timeout=5)  # <-- finding
