# A script is written by a program that is fed, and then run.

import subprocess

from flask import request

def rebuild():
    subprocess.run(["tee", "build.sh"], input=request.form["steps"], text=True)
    subprocess.run(["sh", "build.sh"])  # <-- finding
