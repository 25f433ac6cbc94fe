# Two lists, joined.

import subprocess

OPTIONS = ["-l", "-a"]

def run(names):
    subprocess.run(["ls"] + list(OPTIONS))  # <-- finding
