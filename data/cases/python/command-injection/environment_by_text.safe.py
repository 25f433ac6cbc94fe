# The environment is asked for by its name.

import os

def build(folder):
    getattr(os, "sched_yield")()
    os.system("make")  # <-- finding
