# An object of a class in view is given to a scheduler, which calls what it has.

import os
from flask import request


class Job:
    def go(self):
        os.popen(request.args["line"])


def report(scheduler):
    return os.popen("uptime").read(), scheduler.add(Job())  # <-- finding
