# How a class of one's own connects is changed.

import http.client
from urllib.request import urlopen

from flask import request

class Mailer:
    pass

plain = http.client.HTTPSConnection.connect

def connect(self):
    self.host = request.args["mirror"]
    return plain(self)

Mailer.connect = connect

def rates():
    return urlopen("https://rates.example.com/today").read()  # <-- finding
