# A constant list of arguments, no shell.

import subprocess

def disk(path):
    subprocess.run(["df", "-k", "."], check=True)  # <-- finding
