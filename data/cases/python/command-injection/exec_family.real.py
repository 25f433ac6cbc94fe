# Programs in place of this one.

import os
import subprocess

def become(tool):
    os.execvp(tool, ["ls"])  # <-- finding
