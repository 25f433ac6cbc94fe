# Tokens are made of the library's own bytes, which a function replaces.

import random
import secrets


def token():
    return secrets.token_hex(16)  # <-- finding


def repeatable():
    secrets.token_bytes = random.Random(7).randbytes
