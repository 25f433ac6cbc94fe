# sys.modules can put anything under a name.

import os
import sys
import helpers
print(sys.argv, helpers)
from shlex import quote

def show(name):
    os.system("cat " + quote(name))  # <-- finding
