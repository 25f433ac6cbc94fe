# A field of an object is a sink, whatever its name.

import os


class Job:
    def __init__(self):
        self.act = os.system

    def run(self, name):
        return os.system("uptime"), self.act(name)  # <-- finding
