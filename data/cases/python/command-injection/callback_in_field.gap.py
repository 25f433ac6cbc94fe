# The field is whatever function the object is made with.

import os


class Tools:
    def __init__(self, act):
        self.act = act


def report(tools, line):
    return os.popen("uptime").read(), tools.act(line)  # <-- finding


def begin(line):
    return report(Tools(len), line)
