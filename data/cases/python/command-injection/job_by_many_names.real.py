# The job is known by many names.

import os
from functools import partial


def work(line):
    os.system(line)


def plan(pool, line):
    first = partial(work, line)
    second = first
    third = second
    fourth = third
    fifth = fourth
    sixth = fifth
    return os.system("uptime"), pool.submit(sixth)  # <-- finding
