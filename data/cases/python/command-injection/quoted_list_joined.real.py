# Every word of the list is quoted.

import os
import shlex

def show(names):
    os.system("cat " + " ".join(name for name in names))  # <-- finding
