# A path that is resolved and compared with its folder: prefixes of paths are not followed.

import os

BASE = "/srv/files"

def read(name):
    full = os.path.realpath(os.path.join(BASE, name))
    if not full.startswith(BASE + os.sep):
        raise ValueError(name)
    return open(full)  # <-- finding
