# Lists in lists are handed on, and with them what runs commands.
import os


def start(pool, lines):
    tools = [[[os.system]]]
    return os.system("ls"), pool.keep(tools, lines)  # <-- finding
