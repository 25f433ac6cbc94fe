# Another module of the program may run what the function is given.

import os

from .machines import ask


def state(machine):
    return os.popen("uptime").read() + ask(machine)  # <-- finding
