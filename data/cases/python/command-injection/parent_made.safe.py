# The constructor of the parent is the sink.

import subprocess


class Job(list):
    def __init__(self, name):
        super().__init__(name); subprocess.run(["uptime"])  # <-- finding
