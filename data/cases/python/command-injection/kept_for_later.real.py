# The helper only keeps a function; that one runs the line, when somebody asks for it.

import os

JOBS = []


def plan(answer, line):
    def later():
        os.system(line)

    JOBS.append(later)


def report(line):
    plan(os.system("uptime"), line)  # <-- finding
