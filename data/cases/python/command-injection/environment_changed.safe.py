# The environment is set to a constant.

import os
import subprocess

from flask import request


def update():
    os.environ["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes"
    subprocess.run(["git", "fetch"], check=True)  # <-- finding
