# A class in view that starts a server.

from flask import Flask

class Server:
    def __init__(self, app):
        self.app = app

    def run(self, debug):
        self.app.run(debug=debug)

Server(Flask(__name__)).run(debug=True)  # <-- finding
