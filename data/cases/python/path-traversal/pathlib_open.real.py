# A path object is opened; what it is decides, not how.

from pathlib import Path

def read(path):
    return path.open("r")  # <-- finding
