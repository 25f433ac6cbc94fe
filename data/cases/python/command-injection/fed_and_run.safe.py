# Notes are written by a program that is fed, and a script is run.

import subprocess

from flask import request

def rebuild():
    subprocess.run(["tee", "notes.txt"], input=request.form["steps"], text=True)
    subprocess.run(["sh", "build.sh"])  # <-- finding
