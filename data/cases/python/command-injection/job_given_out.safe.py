# What the object has runs a constant line.

import os
from flask import request


class Job:
    def go(self):
        os.popen("date")


def report(scheduler):
    return os.popen("uptime").read(), scheduler.add(Job())  # <-- finding
