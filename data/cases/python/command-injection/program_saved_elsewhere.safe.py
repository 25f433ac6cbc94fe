# A script is run; another function saves what a user sends into its folder.

import os
import subprocess

from flask import Flask, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
JOBS = "/srv/jobs"
SENT = "/srv/sent"


@app.route("/jobs", methods=["POST"])
def upload():
    sent = request.files["job"]
    sent.save(os.path.join(SENT, secure_filename(sent.filename)))
    return "saved"


@app.route("/nightly")
def nightly():
    return subprocess.check_output(["python3", "/srv/jobs/nightly.py"])  # <-- finding
