# A relative path is relative to that folder.

import os

def unlock(folder):
    at = os.open(folder, os.O_RDONLY)
    os.unlink("index.lock")  # <-- finding
