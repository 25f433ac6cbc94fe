# One of two functions is given to somebody who calls it.

import os


def run(pool, lines, quiet):
    return os.system("uptime"), pool.map(repr if quiet else print, lines)  # <-- finding
