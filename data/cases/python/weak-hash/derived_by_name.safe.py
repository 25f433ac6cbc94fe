# A key is derived by a hash that is named.

import hashlib

def stored(password, salt):
    return hashlib.pbkdf2_hmac("sha256", hashlib.new("sha256", password).digest(), salt, 9)  # <-- finding
