# An item is replaced.

import subprocess

def run(tool):
    command = ["ls", "-l"]
    command[0] = tool
    subprocess.run(command)  # <-- finding
