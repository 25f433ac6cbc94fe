# A function in view that runs commands is given to somebody who calls it.

import os


def shown(line):
    os.system(line)


def run(pool, lines):
    return os.system("uptime"), pool.map(shown, lines)  # <-- finding
