# A strong hash by its name.

import hashlib

def etag(body, name):
    return hashlib.new("md5", body).hexdigest()  # <-- finding
