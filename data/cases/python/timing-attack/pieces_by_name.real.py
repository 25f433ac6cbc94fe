# Pieces are taken out first, and compared one after the other.

import hmac

def same(given, secret):
    at = 0
    while at < len(secret):
        other = secret[at]
        one = given[at]
        if not hmac.compare_digest(one, other):  # <-- finding
            return False
        at += 1
    return True
