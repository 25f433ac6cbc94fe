# The dollar of match also stands before a newline at the end.

import os
import re

def wait(seconds):
    if not re.fullmatch("^[0-9]+$", seconds):
        raise ValueError(seconds)
    os.system("sleep " + seconds)  # <-- finding
