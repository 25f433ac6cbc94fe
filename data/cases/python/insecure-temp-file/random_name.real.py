# A new file of a random name.

import os
import tempfile

def draft():
    return os.open("/var/tmp/draft.csv", os.O_CREAT)  # <-- finding
