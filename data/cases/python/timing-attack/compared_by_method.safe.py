# A method that compares from the beginning.

import hmac

def allowed(given, secret, other):
    return hmac.compare_digest(given, secret) or hmac.compare_digest(given, other)  # <-- finding
