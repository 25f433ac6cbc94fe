# A method of a class in view runs the application.

from flask import Flask

class Server:
    def run(self, debug=False):
        print(debug)

def main():
    server = Server()
    server.run(debug=True)  # <-- finding
