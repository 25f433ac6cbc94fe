# The environment of this program as a mapping, with a constant added to it.

import os
import subprocess

def build(flags):
    subprocess.run(["make", "all"], env=dict(os.environ, MAKEFLAGS=flags))  # <-- finding
