# A word quoted for the shell, as an argument of a program that runs nothing.

import shlex
import subprocess

def count(term):
    command = "grep -c -e %s shop.log" % shlex.quote(term)
    subprocess.run(command, shell=True)  # <-- finding
