# A mapping of functions is handed on, and with it what runs commands.
import os


def start(pool, lines):
    tools = {"list": os.listdir, "run": os.stat}
    return os.system("ls"), pool.keep(tools, lines)  # <-- finding
