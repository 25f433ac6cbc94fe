# An iterator that keeps the item it is at.

import os

class Lines:
    def __init__(self, lines):
        self.lines = iter(lines)
        self.line = "ls"

    def __iter__(self):
        return self

    def __next__(self):
        self.line = next(self.lines)
        return self.line

def show(lines):
    found = Lines(lines)
    os.system(found.line)
    for _ in found:
        os.system(found.line)  # <-- finding
