# A method of a class in view.

from flask import Flask

class Scheduler:
    def run(self, debug=False):
        print(debug)

def main():
    scheduler = Scheduler()
    scheduler.run(debug=True)  # <-- finding
