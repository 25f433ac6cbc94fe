# One of two functions only asks for a class, the other may call what it is given.
import os

from shop.pools import keep


def start(kind, lines):
    return os.system("ls"), (isinstance)(os.system, lines)  # <-- finding
