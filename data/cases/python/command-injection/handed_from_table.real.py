# The function is looked up in a table before it is given away.

import os

HANDLERS = {"run": os.system, "show": print}


def run(pool, lines):
    return os.system("uptime"), pool.map(HANDLERS["run"], lines)  # <-- finding
