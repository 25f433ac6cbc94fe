# The function that the helper keeps runs nothing.

import os

JOBS = []


def plan(answer, line):
    def later():
        print(line)

    JOBS.append(later)


def report(line):
    plan(os.system("uptime"), line)  # <-- finding
