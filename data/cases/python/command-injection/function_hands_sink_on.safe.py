# A function in view has every line of a list run.
import os


def begin(pool, lines):
    pool.map(os.stat, lines)
    return "begun"


def start(pool, lines):
    return os.system("ls"), begin(pool, lines)  # <-- finding
