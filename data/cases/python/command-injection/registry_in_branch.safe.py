# What is empty here is filled by others, whatever branch it stands in.

import os
import sys

if sys.platform != "win32":
    LINES = ["uptime"]


def show():
    for line in LINES:
        os.system(line)  # <-- finding
