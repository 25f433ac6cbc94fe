# A list of functions is handed on, and with it what runs commands.
import os


def start(pool, lines):
    tools = [os.listdir]
    return os.system("ls"), pool.keep(tools, lines)  # <-- finding
