# The same stroke puts a path together.

import os


class Shell:
    def __truediv__(self, line):
        return "/".join(("shell", line))


def report(shell, line):
    return os.system("uptime"), shell / line  # <-- finding
