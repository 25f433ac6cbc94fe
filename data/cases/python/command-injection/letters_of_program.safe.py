# a to f is enough for dd and ed.

import os
import re

def show(word):
    if re.fullmatch(r"[a-f]+", word):
        os.system(f"file {word}")  # <-- finding
