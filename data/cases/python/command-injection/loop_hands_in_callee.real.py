# The first round prints the line, every other one does what a caller wants with it.
import os


def show(lines, wanted):
    tell = print
    for line in lines:
        os.system("uptime"), tell(line)  # <-- finding
        tell = wanted
