# A function of this file that runs the line it is given.

import subprocess

def _run(line, shell=False):
    return subprocess.run(line, shell=shell)

def clock(zone):
    _run("date " + zone, shell=True)  # <-- finding
