# The first round prints the line, every other one runs it.
import os


def show(lines):
    tell = print
    for line in lines:
        os.system("uptime"), tell(line)  # <-- finding
        tell = print
