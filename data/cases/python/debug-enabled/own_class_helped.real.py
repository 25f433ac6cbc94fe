# A method of a class in view has a helper run the application.

from flask import Flask

app = Flask(__name__)

class Server:
    def run(self, debug=False):
        start(debug)

def start(debug):
    app.run(debug)

def main():
    server = Server()
    server.run(debug=True)  # <-- finding
