# A private name can be written out, with the name of its class.

import os

class Listing:
    def __init__(self):
        self.__line = "ls"

    def line(self):
        return self.__line

def show(line):
    listing = Listing()
    listing._Listing__line = line
    os.system(listing.line())  # <-- finding
