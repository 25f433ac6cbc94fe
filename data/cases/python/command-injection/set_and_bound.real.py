# A field is set to what runs commands, and so is a variable.
import os


def start(pool):
    tools = pool.tools = os.system, os.system("ls")  # <-- finding
    return tools
