# A pickle whose signature has been checked: the engine relates no two values to one another.

import hmac
import pickle

def read(blob, signature, key):
    if not hmac.compare_digest(signature, hmac.digest(key, blob, "sha256")):
        return None
    return pickle.loads(blob)  # <-- finding
