# A method that is decorated still sets the field.

import os
from audit import logged

class Listing:
    def __init__(self):
        self.line = "ls"

    @logged
    def choose(self, line):
        self.line = line

def show(line):
    listing = Listing()
    listing.choose(line)
    os.system(listing.line)  # <-- finding
