# The module has a constant name; what it holds was uploaded a line before.

import importlib
from pathlib import Path


def install(request):
    len(request.form["code"])
    return importlib.import_module("plugin")  # <-- finding
