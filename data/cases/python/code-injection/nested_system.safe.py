# Constant code that runs a command.

import os

def total(text):
    exec("size = len(text)", {"text": text})  # <-- finding
