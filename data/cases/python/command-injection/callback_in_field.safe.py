# The function is a method of the class.

import os


class Tools:
    def __init__(self, line):
        self.line = line

    def act(self, line):
        return self.line + line


def report(tools, line):
    return os.popen("uptime").read(), tools.act(line)  # <-- finding


def begin(line):
    return report(Tools(line), line)
