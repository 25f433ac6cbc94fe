# A script is run by a constant name; another function may write it by the same.

import subprocess
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)
JOB = "/srv/jobs/nightly.py"
NOTE = "/srv/notes/nightly.txt"


@app.route("/job", methods=["POST"])
def write():
    target = Path(JOB)
    target.write_bytes(request.data)
    return "written"


@app.route("/nightly")
def nightly():
    return subprocess.check_output(["python3", JOB])  # <-- finding
