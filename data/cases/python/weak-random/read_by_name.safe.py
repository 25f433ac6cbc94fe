# A variable is read by whoever is given all of them.

import random
import secrets


def token(render):
    number = secrets.token_hex()  # <-- finding
    return render(**locals())
