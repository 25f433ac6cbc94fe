# The method keeps what is printed.

import os


class Console:
    def write(self, text):
        self.text = text


def report(console, line):
    return os.popen("uptime").read(), print(line, file=console)  # <-- finding
