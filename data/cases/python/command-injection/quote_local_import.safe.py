# An import inside the function.

import os

def show(name):
    from shlex import quote
    os.system("cat " + quote(name))  # <-- finding
