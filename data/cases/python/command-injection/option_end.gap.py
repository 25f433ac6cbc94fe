# Behind -- an argument is no option: programs are not known that well.

import subprocess

def show(name):
    subprocess.run(["cat", "--", name])  # <-- finding
