# A function of the project that only has the name.

from flask import request
from urllib.request import urlopen

def prices():
    return urlopen("http://prices.example.com/", None).read()  # <-- finding
