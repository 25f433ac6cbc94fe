# The program must be constant.

import subprocess

def run(tool):
    subprocess.run(["ls", "-l"])  # <-- finding
