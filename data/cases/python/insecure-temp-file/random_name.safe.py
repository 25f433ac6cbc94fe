# A new file of a random name.

import os
import tempfile

def draft():
    return tempfile.mkstemp(suffix=".csv", dir="/var/tmp")  # <-- finding
