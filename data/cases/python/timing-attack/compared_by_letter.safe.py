# Which of some values it is tells nothing of the values themselves.

import hmac

def allowed(given, secrets):
    return any(hmac.compare_digest(given, one) for one in secrets)  # <-- finding
