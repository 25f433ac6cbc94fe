# What a function in view gives is one of two, and one of these runs commands.
import os


def tool(quiet):
    return os.stat if quiet else os.listdir


def start(pool, lines, quiet):
    return os.system("ls"), pool.keep(tool(quiet), lines)  # <-- finding
