# print() gives its text to whatever can be written to.

import os

class Script:
    def __init__(self):
        self.line = "ls"

    def write(self, text):
        self.line = text

def show(folder):
    script = Script()
    print(folder, file=script)
    os.system(script.line)  # <-- finding
