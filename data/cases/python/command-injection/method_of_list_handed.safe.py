# Who is given a method of a list can get at what is in the list.
import os


def start(pool, lines):
    tools = [os.listdir]
    return os.system("ls"), pool.keep(tools.pop, lines)  # <-- finding
