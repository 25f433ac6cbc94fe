# What other modules may import they may also write to.

import os

COMMANDS = {"show": "df -h"}

def show():
    os.system(COMMANDS["show"])  # <-- finding
