# fullmatch() gives None where nothing matches.

import os
import re

def show(count):
    if re.fullmatch(r"[0-9]+", count) is not None:
        os.system(f"ping -c {count} localhost")  # <-- finding
