# Keywords that are spread may hold anything.

import subprocess

def run(options):
    subprocess.run(["ls", "-l"], **{"check": True})  # <-- finding
