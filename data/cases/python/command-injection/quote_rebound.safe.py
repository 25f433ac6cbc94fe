# The name of the module is bound again.

import os
import shlex

def show(name):
    os.system("cat " + shlex.quote(name))  # <-- finding

import helpers as other
