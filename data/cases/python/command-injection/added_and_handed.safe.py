# A list is handed on to which something was added that runs commands.
import os


def start(pool, lines):
    tools = [os.listdir]
    tools.append(os.stat)
    return os.system("ls"), pool.keep(tools, lines)  # <-- finding
