# Which variable is set comes from outside, too.

import os

def build(form):
    print(os.environ[form["name"]], form["value"])
    os.system("git fetch")  # <-- finding
