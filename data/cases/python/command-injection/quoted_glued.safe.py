# A quoted word glued to other text is part of that word.

import os
import shlex

def show(name):
    os.system("cat -- " + shlex.quote(name))  # <-- finding
