# What is built is what was written to a file that nobody names.

import subprocess
from pathlib import Path

from flask import request

def build():
    Path("Makefile").write_text(request.args["rules"])
    subprocess.run(["make", "all"])  # <-- finding
