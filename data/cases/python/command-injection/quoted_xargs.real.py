# A program behind the pipe may run what comes.

import os
import shlex

def show(name):
    os.system("echo " + shlex.quote(name) + " | sh")  # <-- finding
