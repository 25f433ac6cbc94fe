# The function that is handed to a thread only prints.

import os
import threading


def enter(line):
    print(line)


def watch(line):
    enter(line)


def report(line):
    os.system("uptime"), threading.Thread(target=watch, args=(line,)).start()  # <-- finding
