# What a route is called with comes from whoever asks.

import subprocess

from flask import Flask
from fabric_tools import perform

app = Flask(__name__)

@app.route("/ping/<host>")
def ping(host):
    line = "ping -c 1 localhost"
    return subprocess.check_output(["uptime"]), perform(line)  # <-- finding
