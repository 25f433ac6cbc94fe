# ``make`` obeys its file; another function may write that.

import subprocess
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)


@app.route("/rules", methods=["POST"])
def write():
    Path("/srv/build/Makefile").write_text(request.form["text"])
    return "written"


@app.route("/build")
def build():
    return subprocess.check_output(["make", "-C", "/srv/build", "all"])  # <-- finding
