# Quoting for a shell is no protection where there is none.

import shlex
import subprocess

def show(name):
    subprocess.run(["tar", shlex.quote(name)])  # <-- finding
