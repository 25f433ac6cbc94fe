# Numbers of another library beside those of the system.

import random
import numpy

def token():
    return f"{random.SystemRandom().randint(0, 9)}{0}"  # <-- finding
