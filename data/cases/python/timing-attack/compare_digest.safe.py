# Compared in constant time.

import hmac

def allowed(given, secret):
    return hmac.compare_digest(given, secret)  # <-- finding
