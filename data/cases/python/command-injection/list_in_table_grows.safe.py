# A list that grows in place grows for every name it has.

import subprocess

def show(options):
    words = ["find", "."]
    table = {"words": words}
    table["more"] = options
    subprocess.run(words)  # <-- finding
