# A property keeps what it is given in another field.

import os

from flask import request

class Job:
    def __init__(self):
        self._line = "uptime"

    @property
    def line(self):
        return self._line

    @line.setter
    def line(self, value):
        self._line = value

def run():
    job = Job()
    job.other = request.args["line"]
    os.system(job._line)  # <-- finding
