# A function is handed to a thread; what it calls runs the line.

import os
import threading


def enter(line):
    os.system(line)


def watch(line):
    enter(line)


def report(line):
    os.system("uptime"), threading.Thread(target=watch, args=(line,)).start()  # <-- finding
