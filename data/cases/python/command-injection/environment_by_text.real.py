# The environment is asked for by its name.

import os

def build(folder):
    getattr(os, "environ")["PATH"] = folder
    os.system("make")  # <-- finding
