# An argument made of a number.

import subprocess

def log(lines):
    subprocess.run(["tail", "-n", str(int(lines)), "shop.log"])  # <-- finding
