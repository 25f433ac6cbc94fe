# A method of the class above sets the field anew.

import os

class Task:
    def prepare(self, line):
        self.line = line

class Listing(Task):
    def __init__(self, line):
        self.line = "ls"
        self.prepare(line)

    def prepare(self, line):
        super().prepare(line)

def show(line):
    os.system(Listing(line).line)  # <-- finding
