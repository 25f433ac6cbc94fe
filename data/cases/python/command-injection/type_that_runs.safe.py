# The type of a variable of the module is an expression that is evaluated.

import os
import sys

class Shell:
    def item(cls, line):
        return os.system(line)

line = sys.argv[1]
status: Shell[line]  # <-- finding
