# The same with double quotes.

import os
import shlex

def show(name):
    os.system(f"cat {shlex.quote(name)}")  # <-- finding
