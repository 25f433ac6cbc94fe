# A method of an object that is made here runs as far as somebody goes through what it gives.
import os


class Jobs:
    def start(self, line):
        yield os.system(line)


def go(line):
    jobs = Jobs()
    return os.system("ls"), list(jobs.start(line))  # <-- finding
