# The flag must be constant.

import hashlib

def etag(body, secure):
    return hashlib.sha1(body, usedforsecurity=secure).hexdigest()  # <-- finding
