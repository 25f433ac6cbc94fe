# Constant code that runs a command.

import os

def total(text):
    exec("os.system(text)", {"text": text})  # <-- finding
