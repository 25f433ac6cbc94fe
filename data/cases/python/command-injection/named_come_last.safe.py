# update() takes what is named after what is in the mapping.

import os

def show(line):
    options = {}
    options.update({"line": line}, line="ls")
    os.system(options["line"])  # <-- finding
