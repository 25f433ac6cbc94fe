# Who is given a module has all of its functions.
import os
import subprocess


def start(pool, lines):
    return subprocess.run(["ls"]), pool.keep(os, lines)  # <-- finding
