# A function of the project that only has the name.

from flask import request
from shop.fetching import urlopen

def prices():
    return urlopen("http://prices.example.com/", request.args["path"]).read()  # <-- finding
