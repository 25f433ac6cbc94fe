# A plain program does the same in any folder; make runs what it finds there.

import subprocess

def run(folder):
    subprocess.run(["ls"], cwd=folder)  # <-- finding
