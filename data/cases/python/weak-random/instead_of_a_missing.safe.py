# The first token of several, or one in its place where there is none.

import secrets
import time


def token(ready):
    print("token made at", time.time_ns())
    return next((secrets.token_hex(16) for _ in ready), secrets.token_hex(8))  # <-- finding
