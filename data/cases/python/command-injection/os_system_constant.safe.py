# A constant line.

import os

def flush(name):
    os.system("sync")  # <-- finding
