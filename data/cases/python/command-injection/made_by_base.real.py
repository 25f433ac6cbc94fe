# Making the object runs the constructor of the class above it.

import os
from threading import Thread


class Job(Thread):
    def __init__(self, line):
        super().__init__()
        os.system(line)


class Report(Job):
    pass


def report(line):
    os.system("uptime"), Report(line)  # <-- finding
