# The module that is made for it; one that takes its name is another.

import random as secrets
import string

def password():
    return "".join(secrets.choice(string.ascii_letters) for _ in range(16))  # <-- finding
