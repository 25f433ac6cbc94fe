# Two lists, joined.

import subprocess

_OPTIONS = ["-l", "-a"]

def run(names):
    subprocess.run(["ls"] + list(_OPTIONS))  # <-- finding
