# On one way, there is no number at all.

import secrets
import time

def quick():
    return None

def token(fast):
    return quick() if fast else secrets.token_hex(16)  # <-- finding
