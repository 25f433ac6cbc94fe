# What is set last counts, here or in a class above.

import os

class Task:
    def __init__(self, line):
        self.line = line

class Listing(Task):
    def __init__(self, line):
        super().__init__(line)
        self.line = "ls"

def show(line):
    os.system(Listing(line).line)  # <-- finding
