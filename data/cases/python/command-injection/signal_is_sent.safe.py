# Whoever is connected prints.

import os
from blinker import signal

ready = signal("ready")


@ready.connect
def work(sender, line=""):
    print(line)


def report(line):
    os.system("uptime"), ready.send("report", line=line)  # <-- finding
