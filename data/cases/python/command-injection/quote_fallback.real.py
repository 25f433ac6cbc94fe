# A fallback that quotes nothing.

import os
try:
    from shlex import quote
except ImportError:
    quote = str

def show(name):
    os.system("cat " + quote(name))  # <-- finding
