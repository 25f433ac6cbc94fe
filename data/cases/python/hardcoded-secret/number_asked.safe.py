# A secret that is a number stands in a test beside what is read from outside.

import os


def token(pin):
    found = os.environ.get("TOKEN") if pin is not None else None  # <-- finding
    return found
