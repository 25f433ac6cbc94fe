# The call says that no security hangs on it.

import hashlib

def etag(body):
    return hashlib.md5(body, usedforsecurity=False).hexdigest()  # <-- finding
