# The function is kept in an object that calls it later.

import subprocess


def run(pool, lines):
    pool.act = subprocess.run; subprocess.run(["uptime"]); pool.go(lines)  # <-- finding
