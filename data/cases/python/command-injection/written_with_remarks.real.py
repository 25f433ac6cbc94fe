# The script that is run is written in a call of several lines.

import subprocess

from flask import request

def run():
    with open(
        "hook.sh",  # what is run
        "w",
    ) as file:
        file.write(request.args["line"])
    subprocess.run(["sh", "hook.sh"])  # <-- finding
