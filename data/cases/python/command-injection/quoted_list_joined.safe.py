# Every word of the list is quoted.

import os
import shlex

def show(names):
    os.system("cat " + " ".join(shlex.quote(name) for name in names))  # <-- finding
