# What stands beside it in the same expression is compared, too.

import hmac

def allowed(given, secret):
    return given is not None and hmac.compare_digest(given, secret)  # <-- finding
