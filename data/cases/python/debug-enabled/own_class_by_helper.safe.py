# A class in view that starts a server by way of another method.

from flask import Flask
from shop import start

class Server:
    def __init__(self, app):
        self.app = app

    def run(self, debug):
        self.start(debug)

    def start(self, value):
        print(self.app, value)

Server(Flask(__name__)).run(debug=True)  # <-- finding
