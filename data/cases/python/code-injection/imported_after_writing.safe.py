# What is uploaded is counted and kept nowhere.

import importlib
import logging


def install(request):
    logging.info("%d letters", len(request.form["code"]))
    return importlib.import_module("plugin")  # <-- finding
