# Closing the object only forgets the line.

import os
from contextlib import closing


class Machine:
    def __init__(self, line):
        self.line = line

    def close(self):
        self.line = ""


def report(machine):
    with closing(machine), os.popen("uptime") as answer:  # <-- finding
        return answer.read()
