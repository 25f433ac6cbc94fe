# The list is what has been put into it.

import subprocess

def run(verbose, extra):
    command = ["ls"]
    if verbose:
        command.append(extra)
    command.extend(["--", "files"])
    subprocess.run(command)  # <-- finding
