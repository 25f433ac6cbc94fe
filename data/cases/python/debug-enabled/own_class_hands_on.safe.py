# A class in view that starts a server.

from flask import Flask

class Server:
    def __init__(self, app):
        self.app = app

    def run(self, debug):
        print("debugging" if debug else "")

Server(Flask(__name__)).run(debug=True)  # <-- finding
