# A list of command lines is cut by a slice that has a name.
import subprocess

FIRST = slice(0, 1)


def show(name):
    lines = [["sh", "-c", "uptime"]][FIRST]
    return subprocess.run(lines[0])  # <-- finding
