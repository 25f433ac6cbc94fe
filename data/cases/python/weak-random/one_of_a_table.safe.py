# Which token is taken is chosen from a table; one in it is made of the time.

import secrets
import time


def token(kind):
    print("token made at", time.time())
    return {"long": secrets.token_hex(32), "short": secrets.token_hex(8)}[kind]  # <-- finding
