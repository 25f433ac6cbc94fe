# Another parser of the same statement.

import pandas
import defusedxml.ElementTree
from flask import request

def load():
    return defusedxml.ElementTree.fromstring(request.form["a"]), pandas.read_csv("prices.csv")  # <-- finding
