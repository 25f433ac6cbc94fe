# Every request of the library is told not to verify.

import requests

def merged(self, *settings):
    return {"verify": False}

requests.Response.merge_environment_settings = merged

def prices():
    return requests.get("https://prices.example.com/", verify=True).json()  # <-- finding
