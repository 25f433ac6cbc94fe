# Making an object keeps a function that runs a command.
import os


class Job:
    def __init__(self, line):
        self.start = lambda: len(line)


def start(line):
    return os.system("ls"), Job(line)  # <-- finding
