# The body of the class binds its name itself.

import os
import sys


class Job:
    line = "uptime"
    word = sys.argv[1]
    os.system(line)  # <-- finding
