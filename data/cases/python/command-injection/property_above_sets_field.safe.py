# Asking for a property of a class above runs code.

import os

class Task:
    def __init__(self, form):
        self.form = form

    @property
    def ready(self):
        self.line = self.form["line"]
        return True

class Listing(Task):
    def __init__(self, form):
        self.form = form
        self.line = "ls"

    def check(self):
        return self.form

def show(form):
    listing = Listing(form)
    listing.check()
    os.system(listing.line)  # <-- finding
