# What ``locals()`` gives in the body of a class is what its names are looked up in.

import os
import sys


class Job:
    line = "uptime"
    locals()["line"] = sys.argv[1]
    os.system(line)  # <-- finding
