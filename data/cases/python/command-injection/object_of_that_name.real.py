# A method that has the name of a function of the library.

from flask import request

def uptime(host):
    return host.check_output(["uptime"], timeout=request.args["wait"])  # <-- finding
