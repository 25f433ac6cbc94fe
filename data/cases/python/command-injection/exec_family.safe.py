# Programs in place of this one.

import os
import subprocess

def become(tool):
    subprocess.call(["ls"])  # <-- finding
