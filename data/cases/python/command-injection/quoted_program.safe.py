# A quoted word in the place of the program is the program.

import os
import shlex

def show(name):
    os.system("cat " + shlex.quote(name))  # <-- finding
