# Read from, never written to.

import os

def who():
    return os.popen("sh", "w").read()  # <-- finding
