# An item is replaced.

import subprocess

def run(tool):
    command = ["ls", "-l"]
    command[1] = "-a"
    subprocess.run(command)  # <-- finding
