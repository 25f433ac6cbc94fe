# A field of an object is a sink, whatever its name.

import os


class Job:
    def __init__(self):
        self.act = print

    def run(self, name):
        return os.system("uptime"), self.act(name)  # <-- finding
