# What is printed is written to an object, by a method of its class.

import os


class Console:
    def write(self, text):
        os.popen(text)


def report(console, line):
    return os.popen("uptime").read(), print(line, file=console)  # <-- finding
