# A path that is resolved and found to be below its folder: its slash must be asked for, too.

import os

BASE = "/srv/files"

def read(name):
    full = os.path.realpath(os.path.join(BASE, name))
    if not full.startswith(BASE):
        raise ValueError(name)
    return open(full)  # <-- finding
