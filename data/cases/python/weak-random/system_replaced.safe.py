# What the system's numbers are made of is replaced.

import random

random.VALUE = lambda size: b"x" * size

def token():
    return random.SystemRandom().getrandbits(128)  # <-- finding
