# A method that is decorated, and is not called.

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
    os.system(listing.line)  # <-- finding
