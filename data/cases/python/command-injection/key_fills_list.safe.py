# A key function is given every item.

import subprocess

def show(option):
    words = ["find", "."]
    last = max([option], key=len)
    subprocess.run(words)  # <-- finding
    return last
