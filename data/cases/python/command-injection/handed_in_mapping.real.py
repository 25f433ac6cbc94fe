# The function stands in a mapping that is spread over the arguments.

import os


def run(pool, lines):
    return os.system("uptime"), pool.map(**{"func": os.system, "iterable": lines})  # <-- finding
