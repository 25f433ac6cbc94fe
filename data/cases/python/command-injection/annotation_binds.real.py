# Annotations are evaluated where a function is made.

import os

def show(form):
    line = "ls"
    def inner(word: (line := form["line"])):
        return word
    os.system(line)  # <-- finding
    return inner
