# A chain of comparisons ends at the first that does not hold.

import os

def show(line, count):
    if len(line := "ls") < count < 9:
        print(count)
    os.system(line)  # <-- finding
