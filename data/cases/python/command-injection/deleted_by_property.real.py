# A property changes another field when it is deleted.

import os

from flask import request

class Job:
    def __init__(self):
        self._line = "uptime"
        self.other = ""

    @property
    def line(self):
        return self._line

    @line.deleter
    def line(self):
        self._line = request.args["line"]

def run():
    job = Job()
    del job.line
    os.system(job._line)  # <-- finding
