# The loop is over whole values.

import hmac

def allowed(given, secrets):
    for at in range(len(secrets)):
        if not hmac.compare_digest(given[at], secrets[at]):  # <-- finding
            return False
    return True
