# isdigit() gives True or False, and never None.

import os
import re

def show(count):
    if count.isdigit() is not None:
        os.system(f"ping -c {count} localhost")  # <-- finding
