# The limit is a property: what it asks for is run where it is read.

import os
import subprocess


class Settings:
    def __init__(self, source):
        self.source = source

    @property
    def limit(self):
        return int(os.popen(self.source).read())


def report(settings):
    subprocess.run(["uptime"], timeout=settings.limit)  # <-- finding
