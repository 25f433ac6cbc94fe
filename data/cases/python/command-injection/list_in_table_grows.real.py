# A list that grows in place grows for every name it has.

import subprocess

def show(options):
    words = ["find", "."]
    table = {"words": words}
    table["words"] += options
    subprocess.run(words)  # <-- finding
