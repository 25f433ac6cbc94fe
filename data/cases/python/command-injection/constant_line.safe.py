# A constant line for a shell.

import subprocess

def count(folder):
    subprocess.run("ls exports | wc -l", shell=True)  # <-- finding
