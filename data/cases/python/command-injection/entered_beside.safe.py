# Entering this context opens nothing.

import os


class Machine:
    def __init__(self, line):
        self.line = line

    def __enter__(self):
        return self.line

    def __exit__(self, *error):
        return False


def report(machine):
    with machine, os.popen("uptime") as answer:  # <-- finding
        return answer.read()
