# The function stands in a list that is spread over the arguments.

import os


def run(pool, lines):
    return os.system("uptime"), pool.map(*[print, lines])  # <-- finding
