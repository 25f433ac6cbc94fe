# A number in a line for a shell.

import os

def wait(seconds):
    os.system(f"sleep {seconds}")  # <-- finding
