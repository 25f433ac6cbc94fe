# What runs a line later is given it on the same line.

import os
from threading import Timer

def later(line):
    os.system("sync"), Timer(5, print, [line]).start()  # <-- finding
