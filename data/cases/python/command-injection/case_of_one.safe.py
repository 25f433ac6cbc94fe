# A pattern with a comma takes what has one item alone: the arm below it is reached.

import os
import sys


def run(parts):
    match parts:
        case only,:
            print(only)
        case _:
            os.system("date")  # <-- finding


run(sys.argv[1:])
