# The constructor above keeps the line.

import os
from threading import Thread


class Job(Thread):
    def __init__(self, line):
        super().__init__()
        self.line = line


class Report(Job):
    pass


def report(line):
    os.system("uptime"), Report(line)  # <-- finding
