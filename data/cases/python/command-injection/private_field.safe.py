# A private name can be written out, with the name of its class.

import os

class Listing:
    def __init__(self):
        self.__line = "ls"

    def line(self):
        return self.__line

def show(line):
    listing = Listing()
    print(listing, line)
    os.system(listing.line())  # <-- finding
