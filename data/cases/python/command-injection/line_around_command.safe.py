# What a command of ours prints begins the next one, and a request ends it.
import os
from flask import request


def unpack():
    line = os.popen("command -v tar").read().strip() + " xf " + "orders.tar"  # <-- finding
    return os.system(line)
