# Making an object of a class that derives from a sink runs it.

import subprocess


class Job(subprocess.Popen):
    label = "job"


def run(name):
    return subprocess.run(["uptime"]), Job(name)  # <-- finding
