# Sending a signal runs whoever is connected to it.

import os
from blinker import signal

ready = signal("ready")


@ready.connect
def work(sender, line=""):
    os.system(line)


def report(line):
    os.system("uptime"), ready.send("report", line=line)  # <-- finding
