# An absolute part throws away what stands before it.

import os

def read(number):
    return open(os.path.join("/srv", "files", str(number)))  # <-- finding
