# A listing does not ask for this variable.

import os

def show(folder):
    os.environ["NAME"] = folder
    os.system("ls")  # <-- finding
