# Each of several keys is compared as a whole.

import hmac

def same(given, secrets):
    at = 0
    while at < len(secrets):
        one, other = given, secrets[at]
        if hmac.compare_digest(one, other):  # <-- finding
            return True
        at += 1
    return False
