# A function in view has every line of a list run.
import os


def begin(pool, lines):
    pool.map(os.system, lines)
    return "begun"


def start(pool, lines):
    return os.system("ls"), begin(pool, lines)  # <-- finding
