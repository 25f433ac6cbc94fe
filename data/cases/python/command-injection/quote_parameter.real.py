# A parameter of that name.

import os
from shlex import quote

def show(name, quote=str):
    os.system("cat " + quote(name))  # <-- finding
