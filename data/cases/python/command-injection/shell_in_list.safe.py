# A list whose program is a shell.

import subprocess

def sort(name):
    subprocess.run(["sh", "-c", "sort names > sorted"])  # <-- finding
