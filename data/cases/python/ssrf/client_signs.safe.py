# A name and a password go along with the request.

import requests

def rates(source):
    session = requests.Session()
    session.auth = ("rates", source)
    return session.get("https://rates.example.com/today").text  # <-- finding
