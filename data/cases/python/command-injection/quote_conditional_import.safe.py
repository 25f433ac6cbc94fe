# Two imports under one name; one of them does not quote.

import os
try:
    from shlex import quote
except ImportError:
    from pipes import quote

def show(name):
    os.system("cat " + quote(name))  # <-- finding
