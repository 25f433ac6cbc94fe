# What sends the request forgets its limit.

import requests

def patient(self, request, **rest):
    return self.plain(request)

requests.Session.send = patient

def prices():
    return requests.get("https://prices.example.com/", timeout=5).json()  # <-- finding
