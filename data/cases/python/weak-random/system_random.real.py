# Random numbers of the operating system.

import random

source = random.Random()

def token(alphabet):
    return source.choice(alphabet)  # <-- finding
