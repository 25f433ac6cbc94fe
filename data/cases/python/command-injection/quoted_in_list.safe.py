# Quoting for a shell is no protection where there is none.

import shlex
import subprocess

def show(name):
    subprocess.run("cat " + shlex.quote(name), shell=True)  # <-- finding
