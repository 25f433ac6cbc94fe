# Where the condition does not hold, the name is the builtin.

import os

input = lambda prompt: "ls"

def show():
    os.system(input("line: "))  # <-- finding
