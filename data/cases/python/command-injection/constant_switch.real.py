# One case runs, and gives a constant.

import os

def run(wanted):
    match "A":
        case "A":
            name = wanted
        case "B":
            name = "report"
    os.system("make " + name)  # <-- finding
