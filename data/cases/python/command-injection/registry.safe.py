# A list of constants.

import os

LINES = ["ls"]

def show():
    for line in LINES:
        os.system(line)  # <-- finding
