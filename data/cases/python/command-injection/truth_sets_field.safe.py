# Whether an object is true is asked of a method of its own.

import os

class Listing:
    def __init__(self, form):
        self.form = form
        self.line = "ls"

    def __bool__(self):
        asked = self.form["line"]
        return True

def show(form):
    listing = Listing(form)
    if listing:
        os.system(listing.line)  # <-- finding
