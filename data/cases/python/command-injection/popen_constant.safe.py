# Read from, never written to.

import os

def who():
    return os.popen("who").read()  # <-- finding
