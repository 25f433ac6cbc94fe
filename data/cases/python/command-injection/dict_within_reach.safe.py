# What other modules may import they may also write to.

import os

_COMMANDS = {"show": "df -h"}

def show():
    os.system(_COMMANDS["show"])  # <-- finding
