# A constant line for a shell.

import subprocess

def count(folder):
    subprocess.run(f"ls {folder} | wc -l", shell=True)  # <-- finding
