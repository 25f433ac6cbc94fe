# An object that is handed in, whose class stands in the file, does on the same line what the sink does.

import os


class Console:
    def enter(self, line):
        os.popen(line)


def report(console, line):
    os.system("uptime"), console.enter(line)  # <-- finding
