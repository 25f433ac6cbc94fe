# An object is asked for what is under a function that runs commands.
import os


def start(pool):
    return os.system("ls"), pool[os.system]  # <-- finding
