# Another program may be named apart.

import subprocess

def run(tool):
    subprocess.run(["ls"], timeout=5)  # <-- finding
