# A property gives a sink to whoever calls what it gives.

import os


class Job:
    @property
    def act(self):
        return os.system


def run(name):
    return os.system("uptime"), Job().act(name)  # <-- finding
