# Which of some values it is tells nothing of the values themselves.

import hmac

def allowed(given, secrets):
    return all(hmac.compare_digest(a, b) for a, b in zip(given, secrets))  # <-- finding
