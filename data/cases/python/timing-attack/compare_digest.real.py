# Compared in constant time.

import hmac

def allowed(given, secret):
    return given == secret  # <-- finding
