# The function that the attribute is given runs nothing.

import os
from types import SimpleNamespace


def enter(line):
    print(line)


TOOLS = SimpleNamespace(note=enter)


def report(tools, line):
    os.system("uptime"), tools.note(line)  # <-- finding
