# What is built is what was written to a file that nobody names; who writes it has another name.

import subprocess
from pathlib import Path as File

from flask import request


def build():
    File("notes.txt").write_text(request.args["rules"])
    subprocess.run(["make", "all"])  # <-- finding
