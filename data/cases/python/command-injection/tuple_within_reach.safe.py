# A list for others, too, and a tuple, which nobody can change.

import os

ALLOWED = ("ls", "df")

def run(name):
    if name in ALLOWED:
        os.system(name)  # <-- finding
