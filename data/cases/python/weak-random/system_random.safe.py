# Random numbers of the operating system.

import random

source = random.SystemRandom()

def token(alphabet):
    return source.choice(alphabet)  # <-- finding
