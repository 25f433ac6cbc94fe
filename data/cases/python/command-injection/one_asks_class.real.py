# One of two functions only asks for a class, the other may call what it is given.
import os


def start(pool, kind, lines):
    return os.system("ls"), (isinstance if kind else pool.keep)(os.system, lines)  # <-- finding
