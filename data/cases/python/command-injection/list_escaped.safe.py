# The list has been handed to code out of view.

import subprocess
import helpers

def run():
    command = ["ls", "-l"]
    helpers.prepare(len(command))
    subprocess.run(command)  # <-- finding
