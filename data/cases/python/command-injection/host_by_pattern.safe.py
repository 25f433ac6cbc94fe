# What matched must be no option: it may not begin with a dash.
import re
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)
HOST = re.compile(r"[a-z0-9][a-z0-9.-]*")


@app.route("/ping")
def ping():
    host = request.args["host"]
    if not HOST.fullmatch(host):
        abort(400)
    return subprocess.check_output("ping -c 1 " + host, shell=True)  # <-- finding
