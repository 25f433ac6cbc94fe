# locals() holds the very lists.

import subprocess

def show(word):
    words = ["find", "."]
    print("%(words)s" % {"words": word})
    subprocess.run(words)  # <-- finding
