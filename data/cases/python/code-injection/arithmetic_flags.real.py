# Flags change what a pattern matches.

import re

ARITHMETIC = re.compile("[0-9]+|.#", re.X)

def total(text):
    if not ARITHMETIC.fullmatch(text):
        raise ValueError(text)
    return eval(text)  # <-- finding
