# A method of an object that is not known takes as many lines as it is given.
import os


class Jobs:
    def start(self, *lines):
        for line in lines:
            os.system(line)


def go(jobs: Jobs, line):
    return os.system("ls"), jobs.start("df")  # <-- finding
