# Where the condition does not hold, the name is the builtin.

import os

if os.environ.get("CI"):
    input = lambda prompt: "ls"

def show():
    os.system(input("line: "))  # <-- finding
