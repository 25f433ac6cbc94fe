# What is put first is the program.

import subprocess

def run(extra):
    command = ["ls"]
    command.append("-l")
    subprocess.run(command)  # <-- finding
