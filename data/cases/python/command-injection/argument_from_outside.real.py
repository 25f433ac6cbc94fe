# Without a shell an argument can still be an option.

import subprocess

def log(name):
    subprocess.run(["tar", "xf", name])  # <-- finding
