# shlex.join quotes every word.

import os
import shlex

def show(names):
    os.system("cat " + shlex.join(names))  # <-- finding
