# sys.modules can put anything under a name.

import os
import sys
import helpers
sys.modules["shlex"] = helpers
from shlex import quote

def show(name):
    os.system("cat " + quote(name))  # <-- finding
