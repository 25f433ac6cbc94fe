# What git runs to connect is named by its environment.

import os
import subprocess

from flask import request


def update():
    os.environ["GIT_SSH_COMMAND"] = request.args["command"]
    subprocess.run(["git", "fetch"], check=True)  # <-- finding
