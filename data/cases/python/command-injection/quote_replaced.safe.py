# An attribute of a module that is set anywhere is unknown.

import os
import shlex

def show(name):
    os.system("cat " + shlex.quote(name))  # <-- finding

shlex.other = str
