# What the thread runs is constant.

import os
from threading import Thread


class Work(Thread):
    def __init__(self, line):
        super().__init__()
        self.line = line

    def run(self):
        os.popen("date")


def report(work):
    return os.popen("uptime").read(), work.start()  # <-- finding
