# The function that others call is one of a list that is made on the spot.
import os


def run(pool, lines):
    return os.system("uptime"), pool.map([one for one in [len]][0], lines)  # <-- finding
