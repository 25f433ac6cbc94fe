# A class is given to a factory, which makes an object of it.

import os
from flask import request


class Job:
    def __init__(self):
        os.popen(request.args["line"])


def report(factory):
    return os.popen("uptime").read(), factory.make(Job)  # <-- finding
