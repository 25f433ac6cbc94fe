# An at sign moves the host.

import requests

def fetch(number):
    return requests.get(f"https://api.example{number}")  # <-- finding
