# A method of a function calls the function.
import os


def start(pool, lines):
    return os.system("ls"), pool.keep(os.listdir.__call__, lines)  # <-- finding
