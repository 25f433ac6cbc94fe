# Making the object only keeps the line.

import os
from flask import request


class Job:
    def __init__(self):
        self.line = request.args["line"]


def report(factory):
    return os.popen("uptime").read(), factory.make(Job)  # <-- finding
