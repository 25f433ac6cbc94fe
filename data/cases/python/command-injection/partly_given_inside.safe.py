# The job is a function with its argument, all inside of another function; it only counts.

import functools
import os


def made():
    def enter(line):
        return len(line)

    def report(pool, line):
        job = functools.partial(enter, line)
        return os.popen("uptime").read(), pool.submit(job)  # <-- finding

    return report
