# A word that a program is given alone may be a file that it runs.

import os
import re

def show(word):
    if re.fullmatch(r"[0-9a-f]+", word):
        os.system(f"cat {word}")  # <-- finding
