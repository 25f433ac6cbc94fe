# A package of the program may run what it is given beside the constant command.
import os

from shop.machines import ask


def state(machine):
    return os.popen("uptime").read() + ask(machine)  # <-- finding
