# A stroke between two values is a method of the one on the left.

import os


class Shell:
    def __truediv__(self, line):
        return os.system(line)


def report(shell, line):
    return os.system("uptime"), shell / line  # <-- finding
