# A list that is made anew in each round, and given away in each.

import subprocess

def check(words):
    for tool in ("black", "ruff"):
        subprocess.run(words or [tool, "--version"])  # <-- finding
