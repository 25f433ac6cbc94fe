# The script that is run is written by another function.

import subprocess

from flask import request

def save():
    with open("note.sh", "w") as file:
        file.write(request.args["line"])

def run():
    subprocess.run(["sh", "hook.sh"])  # <-- finding
