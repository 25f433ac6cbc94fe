# The table of modules decides what an import gives.

import os
import sys as system
from words import Plain

system.modules["shlex"] = Plain

import shlex

def show(folder):
    os.system(f"ls {shlex.quote(folder)}")  # <-- finding
