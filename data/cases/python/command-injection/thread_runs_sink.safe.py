# An object that is made has a line run in a thread.
import os
from threading import Thread


class Jobs:
    def __init__(self, line):
        Thread(target=os.stat, args=(line,)).start()


def start(line):
    return os.system("ls"), Jobs(line)  # <-- finding
