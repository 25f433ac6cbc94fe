# Letters make names.

import re

def total(text):
    if not re.fullmatch(r"[0-9a-z_.()+ ]+", text):
        raise ValueError(text)
    return eval(text)  # <-- finding
