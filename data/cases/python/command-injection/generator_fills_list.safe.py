# A generator does what it does when it is run, wherever that is.

import subprocess
from collections import deque

def show(options):
    words = ["find", "."]
    deque((option.strip() for option in options), maxlen=0)
    subprocess.run(words)  # <-- finding
