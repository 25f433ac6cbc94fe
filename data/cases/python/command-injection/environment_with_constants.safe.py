# The environment of this program, with a constant added to it.

import os
import subprocess

def build(language):
    env = {**os.environ, "LC_ALL": "C"}
    subprocess.run(["make", "all"], env=env, check=True)  # <-- finding
