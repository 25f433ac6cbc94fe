# quote_plus() quotes slashes.

from urllib.parse import quote_plus
import requests

def search(text):
    return requests.get(f"https://api.example/search?q={quote_plus(text)}")  # <-- finding
