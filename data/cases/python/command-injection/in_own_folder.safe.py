# A program that depends on the folder it runs in, in the folder of this program.

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent

def describe(name):
    return subprocess.check_output(["git", "describe"], cwd=ROOT)  # <-- finding
