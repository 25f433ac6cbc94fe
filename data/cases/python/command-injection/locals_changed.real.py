# locals() holds the very lists.

import subprocess

def show(word):
    words = ["find", "."]
    locals()["words"].append(word)
    subprocess.run(words)  # <-- finding
