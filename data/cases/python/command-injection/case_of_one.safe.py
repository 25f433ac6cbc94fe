# Without the comma the pattern takes anything, and nothing reaches the arm below it.

import os
import sys


def run(parts):
    match parts:
        case only if True:
            print(only)
            return
    os.system("date")  # <-- finding


run(sys.argv[1:])
