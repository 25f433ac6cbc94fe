# update() takes what is named after what is in the mapping.

import os

def show(line):
    options = {}
    options.update({"line": "ls"}, line=line)
    os.system(options["line"])  # <-- finding
