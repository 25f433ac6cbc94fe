# A function in place of a name and a password is called with the request.

import requests

def rates(source):
    def signed(query):
        query.url = source
        return query
    session = requests.Session()
    session.auth = signed
    return session.get("https://rates.example.com/today").text  # <-- finding
