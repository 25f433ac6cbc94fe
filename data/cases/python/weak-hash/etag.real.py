# What a digest is used for elsewhere is not read.

import hashlib

def etag(response, body, password):
    response.set_etag(hashlib.md5(password).hexdigest())  # <-- finding
