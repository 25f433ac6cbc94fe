# A spread list of arguments.

import subprocess

NAMES = ("a", "b")

def run(names):
    subprocess.run(["ls", *names])  # <-- finding
