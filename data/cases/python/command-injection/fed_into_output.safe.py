# What a plain program says comes back.

import subprocess

from flask import request

def rebuild(worker):
    return subprocess.run(["wc"], input=request.form["steps"], text=True, stdout=subprocess.PIPE)  # <-- finding
