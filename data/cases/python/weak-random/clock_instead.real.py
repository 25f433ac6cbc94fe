# On one way, the time stands for a random number.

import secrets
import time

def quick():
    return str(time.time_ns())

def token(fast):
    return quick() if fast else secrets.token_hex(16)  # <-- finding
