# Two names of one list: what is added under one is there under the other.

import os

ALLOWED = DEFAULT = ["ls", "df"]

def run(name):
    if name in ALLOWED:
        os.system(name)  # <-- finding

def allow(request):
    DEFAULT.append(request.args["name"])
