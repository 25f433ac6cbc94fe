# What quote() takes for safe is a setting of its module.

import os
import re
import shlex

shlex._find_unsafe = re.compile(r"\n").search

def show(folder):
    os.system(f"ls {shlex.quote(folder)}")  # <-- finding
