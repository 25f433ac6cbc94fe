# What is put first is the program.

import subprocess

def run(extra):
    command = ["ls"]
    command.insert(0, extra)
    subprocess.run(command)  # <-- finding
