# A function of that name from another module.

import os
from helpers import quote

def show(name):
    os.system("cat " + quote(name))  # <-- finding
