# What stands in quotes is replaced by the shell that is started with it.

import os
import subprocess

def lines():
    return subprocess.run("sh -c '$NAME' /srv/list", shell=True)  # <-- finding
