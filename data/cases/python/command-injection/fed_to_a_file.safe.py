# Nobody obeys what stands in a log.

import subprocess

from flask import request

def schedule():
    subprocess.run(["tee", "/var/log/shop/reports.log"], input=request.form["line"], text=True)  # <-- finding
