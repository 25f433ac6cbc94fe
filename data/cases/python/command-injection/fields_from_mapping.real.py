# A mapping of fields may hold any of them.

import os

class Listing:
    def __init__(self, fields):
        self.line = "ls"
        self.__dict__.update(fields)

def show(fields):
    os.system(Listing(fields).line)  # <-- finding
