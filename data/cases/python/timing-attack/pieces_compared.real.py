# Whoever learns of each piece, learns it piece by piece.

import hmac

def allowed(given, secret):
    while secret:
        if not hmac.compare_digest(given[:1], secret[:1]):  # <-- finding
            return False
        given, secret = given[1:], secret[1:]
    return not given
