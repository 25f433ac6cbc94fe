# A chain of comparisons ends at the first that does not hold.

import os

def show(line, count):
    if 0 < count < len(line := "ls"):
        print(count)
    os.system(line)  # <-- finding
