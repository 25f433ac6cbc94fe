# So is that of a removed one.

import os
import tempfile

def queue():
    handle, path = tempfile.mkstemp()  # <-- finding
    os.close(handle)
    return path
