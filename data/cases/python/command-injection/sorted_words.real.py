# A program with constant arguments beside one that is given a word.

import shlex
import subprocess

def lines(name):
    subprocess.run(f"cat {shlex.quote(name)} | sort {shlex.quote(name)}", shell=True)  # <-- finding
