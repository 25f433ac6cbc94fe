# A program that runs its argument undoes the quoting.

import os
import shlex

def show(name):
    os.system("cat " + shlex.quote(name))  # <-- finding
