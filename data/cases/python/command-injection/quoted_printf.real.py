# Some shells run printf themselves: with -v it sets a variable that it is given.

import os
import shlex

def show(words):
    os.system(f"printf {shlex.join(words)}; ls")  # <-- finding
