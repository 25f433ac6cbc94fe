# A signature that is checked and ignored.

import hmac
import pickle

def read(cart, blob, signature, key):
    if not hmac.compare_digest(signature, hmac.digest(key, blob, "sha256")):
        print("bad signature")
    return pickle.loads(pickle.dumps(cart))  # <-- finding
