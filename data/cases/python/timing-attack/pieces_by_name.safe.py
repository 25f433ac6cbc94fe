# All of what is given is compared, round by round.

import hmac

def same(given, secret):
    at = 0
    while at < len(secret):
        other = secret[at]
        one = given
        if not hmac.compare_digest(one, other):  # <-- finding
            return False
        at += 1
    return True
