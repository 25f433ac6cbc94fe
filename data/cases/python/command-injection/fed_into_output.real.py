# What a plain program says goes to another that obeys it.

import subprocess

from flask import request

def rebuild(worker):
    shell = subprocess.Popen(["sh"], stdin=subprocess.PIPE)
    subprocess.run(["cat"], input=request.form["steps"], text=True, stdout=shell.stdin)  # <-- finding
