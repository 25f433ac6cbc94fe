# The attribute that is called is given a function where the object is made.

import os
from types import SimpleNamespace


def enter(line):
    os.system(line)


TOOLS = SimpleNamespace(note=enter)


def report(tools, line):
    os.system("uptime"), tools.note(line)  # <-- finding
