# A method of a function calls the function.
import os


def start(pool, lines):
    return os.system("ls"), pool.keep(os.system.__call__, lines)  # <-- finding
