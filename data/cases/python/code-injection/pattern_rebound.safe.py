# The pattern is bound again.

import re

ARITHMETIC = re.compile("[0-9]+")

def total(text):
    if not ARITHMETIC.fullmatch(text):
        raise ValueError(text)
    return eval(text)  # <-- finding

OTHER = re.compile(".*")
