# A mapping of fields may hold any of them.

import os

class Listing:
    def __init__(self, fields):
        self.line = "ls"
        self.fields = fields

def show(fields):
    os.system(Listing(fields).line)  # <-- finding
