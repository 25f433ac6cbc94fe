# The mapped function quotes.

import os
import shlex

def show(names):
    os.system("cat " + " ".join(map(shlex.quote, names)))  # <-- finding
