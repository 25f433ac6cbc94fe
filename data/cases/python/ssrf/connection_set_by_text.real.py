# How each connection is made is changed for the whole program, by a text.

import http.client
from urllib.request import urlopen

from flask import request


class Mailer:
    pass


plain = http.client.HTTPSConnection.connect


def connect(self):
    self.host = request.args["mirror"]
    return plain(self)


def install():
    setattr(http.client.HTTPSConnection, "connect", connect)


def rates():
    return urlopen("https://rates.example.com/today").read()  # <-- finding
