# Single quotes mean nothing to cmd.exe.

import os
import shlex
import sys

def ping(host):
    if sys.platform == "win32":
        os.system("ping " + shlex.quote(host))  # <-- finding
