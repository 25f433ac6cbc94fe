# A helper out of sight that is told to use the shell runs what it is given.
import os

from shop import helpers


def show(name):
    return os.system("uptime"), helpers.launch("show " + name, shell=True)  # <-- finding
