# Two names of one list: what is added under one is there under the other.

import os

_ALLOWED = ["ls", "df"]
_DEFAULT = ["ls", "df"]

def run(name):
    if name in _ALLOWED:
        os.system(name)  # <-- finding

def allow(request):
    _DEFAULT.append(request.args["name"])
