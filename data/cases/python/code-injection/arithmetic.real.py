# Nothing but digits, blanks and single operators from beginning to end.

import re

ARITHMETIC = re.compile(r"[0-9]{1,6}( ?[-+*] ?[0-9]{1,6}){0,20}")

def total(text):
    if not ARITHMETIC.match(text):
        raise ValueError(text)
    return eval(text)  # <-- finding
