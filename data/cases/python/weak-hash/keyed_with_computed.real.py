# The strong hash is that of the body, not of the key.
import hashlib
import hmac

PREFERRED = ["sha256", "sha512"]


def token(key, body):
    return hmac.digest(key, hashlib.new(str("sha256"), body).digest(), "md5")  # <-- finding
