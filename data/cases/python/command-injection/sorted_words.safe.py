# A program with constant arguments beside one that is given a word.

import shlex
import subprocess

def lines(name):
    subprocess.run(f"cat {shlex.quote(name)} | sort -u", shell=True)  # <-- finding
