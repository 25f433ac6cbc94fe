# A keyed hash, by its name.

import hashlib
import hmac

def token(key, body):
    return hmac.digest(key, hashlib.new("sha256", body).digest(), "md5")  # <-- finding
