# What is empty here is filled by others.

import os

LINES = []

def show():
    for line in LINES:
        os.system(line)  # <-- finding
