# A name and a password go along with the request.

import requests

def rates(source):
    def signed(query):
        query.url = source
        return query
    session = requests.Session()
    session.auth = ("rates", "secret of the rates")
    return session.get("https://rates.example.com/today").text  # <-- finding
