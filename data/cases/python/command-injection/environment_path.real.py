# Which program is run is said by the environment.

import os

def show(folder):
    os.environ["PATH"] = folder
    os.system("ls")  # <-- finding
