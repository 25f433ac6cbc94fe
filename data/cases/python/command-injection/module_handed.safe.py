# Who is given a module has all of its functions.
import glob
import subprocess


def start(pool, lines):
    return subprocess.run(["ls"]), pool.keep(glob, lines)  # <-- finding
