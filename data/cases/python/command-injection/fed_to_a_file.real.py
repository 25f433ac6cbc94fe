# The program that runs at set times obeys what stands in its folder.

import subprocess

from flask import request

def schedule():
    subprocess.run(["tee", "/etc/cron.d/reports"], input=request.form["line"], text=True)  # <-- finding
