# The script that is run has just been written, under its name here.

import subprocess

SCRIPT = "/tmp/job.sh"

def build(body):
    with open(SCRIPT, "w") as file:
        file.write(body)
    subprocess.run(["sh", SCRIPT])  # <-- finding
