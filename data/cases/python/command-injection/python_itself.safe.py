# The program that runs this code, with constant arguments.

import subprocess
import sys

def install(name):
    subprocess.check_call([sys.executable, "-m", "pip", "install", "wheel"])  # <-- finding
