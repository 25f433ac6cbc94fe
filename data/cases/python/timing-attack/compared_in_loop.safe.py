# The loop is over whole values.

import hmac

def allowed(given, secrets):
    for one in secrets:
        if hmac.compare_digest(given, one):  # <-- finding
            return True
    return False
