# A key is derived by a hash that is named.

import hashlib

def stored(password, salt):
    return hashlib.pbkdf2_hmac("md5", hashlib.new("sha256", password).digest(), salt, 9)  # <-- finding
