# quote() leaves slashes unless it is told not to.

from urllib.parse import quote
import requests

def user(name):
    return requests.get("https://api.example/users/" + quote(name), timeout=5)  # <-- finding
