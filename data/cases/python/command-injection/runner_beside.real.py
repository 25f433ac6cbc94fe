# A library of another name runs what it is given, beside a constant program.

import subprocess

from fabric_tools import perform
from flask import request

def rebuild():
    return subprocess.check_output(["uptime"]), perform(request.args["after"])  # <-- finding
