# A flag that is constant.

import subprocess

def run(names, flag):
    subprocess.run(["ls", "-l"], shell=flag)  # <-- finding
