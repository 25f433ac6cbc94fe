# Whatever sets the environment, names the proxy of all requests.

from os import environ
import requests

def prices(value):
    print(environ.get("LANG"))
    return requests.get("http://prices.example.com/").text  # <-- finding
