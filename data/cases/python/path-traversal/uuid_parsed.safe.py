# What was read as a UUID is written in hexadecimal digits.

import uuid

def blob(key):
    parsed = uuid.UUID(key)
    return open(f"/srv/blobs/{parsed}.bin", "rb").read()  # <-- finding
