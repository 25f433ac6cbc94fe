# make runs what the folder says that it is in.

import os
import subprocess

def build(folder):
    os.chdir(folder)
    subprocess.run(["make"])  # <-- finding
