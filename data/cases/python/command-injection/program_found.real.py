# A program that was found by a constant name.

import shutil
import subprocess

def version(name):
    tool = shutil.which(name)
    if tool is None:
        return None
    return subprocess.check_output([tool, "--version"])  # <-- finding
