# The job is a function that counts.

import functools
import os


def enter(line):
    return len(line)


def report(pool, line):
    job = functools.partial(enter, line)
    return os.popen("uptime").read(), pool.submit(job)  # <-- finding
