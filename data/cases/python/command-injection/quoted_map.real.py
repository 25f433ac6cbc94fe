# The mapped function quotes.

import os
import shlex

def show(names):
    os.system("cat " + " ".join(map(str, names)))  # <-- finding
