# A script is run; another function opens it, in a mode that it is told of.

import subprocess


def handled(mode):
    return open("/srv/jobs/nightly.py", "rb")


def nightly():
    return subprocess.check_output(["python3", "/srv/jobs/nightly.py"])  # <-- finding
