# Only the name is that of the library's: where its output goes may be run, too.

from flask import request
from shop.remote import Popen

def uptime():
    return Popen(["uptime"], stdout=request.args["then"])  # <-- finding
