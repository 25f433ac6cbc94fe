# The same call of a method that only counts.

import os


class Console:
    def enter(self, line):
        return len(line)


def report(console, line):
    os.system("uptime"), console.enter(line)  # <-- finding
