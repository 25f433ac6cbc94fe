# What a method is wrapped in decides what the method is given.
import os

from shop.jobs import asked


class Jobs:
    @asked
    def start(self, line):
        os.system(line)


def go(jobs: Jobs):
    return os.system("ls"), jobs.start("df")  # <-- finding
