# A function of that name from another module.

import os
from shlex import quote

def show(name):
    os.system("cat " + quote(name))  # <-- finding
