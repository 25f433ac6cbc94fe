# The environment can change what a program does.

import subprocess

def run(extra):
    subprocess.run(["ls"], env=None)  # <-- finding
