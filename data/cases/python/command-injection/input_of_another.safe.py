# Two ends of a socket are the input and the output of the program.

import os
import subprocess

def show(link):
    os.close(link.fileno())
    subprocess.call(["/bin/sh"])  # <-- finding
