# What a guard binds stays bound when the guard is false.

import os

def show(kind, form):
    line = "ls"
    match kind:
        case "copy" if (line := form["line"]) == "cp":
            print("copied")
    os.system(line)  # <-- finding
