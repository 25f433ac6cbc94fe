# Asking for a property runs code.

import os

class Listing:
    def __init__(self, form):
        self.form = form
        self.line = "ls"

    @property
    def ready(self):
        self.line = self.form["line"]
        return True

def show(form):
    listing = Listing(form)
    if listing.form:
        os.system(listing.line)  # <-- finding
