# How connections are made is decided for all requests.

import socket
import urllib.request

def prices(host):
    socket.create_connection = lambda address, *rest: socket.socket()
    return urllib.request.urlopen("http://prices.example.com/").read()  # <-- finding
