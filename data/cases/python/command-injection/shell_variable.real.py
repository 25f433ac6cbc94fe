# The shell puts in what its variables hold.

import os

def show(name):
    os.environ["NAME"] = name
    os.system("eval $NAME")  # <-- finding
