# quote() leaves slashes unless it is told not to.

from urllib.parse import quote
import requests

def user(name):
    return requests.get("https://api.example/users/" + quote(name, safe=""), timeout=5)  # <-- finding
