# A parameter of that name.

import os
from shlex import quote

def show(name, other=str):
    os.system("cat " + quote(name))  # <-- finding
