# A word without dashes for a plain program.

import re
import subprocess

def show(name):
    if not re.fullmatch("[a-z0-9-]+", name):
        raise ValueError(name)
    subprocess.run(["ls", name])  # <-- finding
