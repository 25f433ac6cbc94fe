# A program that runs its argument undoes the quoting.

import os
import shlex

def show(name):
    os.system("sh -c " + shlex.quote(name))  # <-- finding
