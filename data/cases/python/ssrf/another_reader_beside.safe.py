# A reader of addresses beside the one that is known.

import pandas
import requests
from flask import request

def prices():
    return requests.get("https://prices.example.com/").json() or pandas.read_json("prices.json")  # <-- finding
