# A strong hash by its name.

import hashlib

def etag(body, name):
    return hashlib.new("sha256", body).hexdigest()  # <-- finding
