# Lists in lists are handed on, and with them what runs commands, however deep it is in them.
import os


def start(pool, lines):
    tools = [[os.listdir]]
    return os.system("ls"), pool.keep(tools, lines)  # <-- finding
