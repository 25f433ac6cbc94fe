# The limit is a property that only looks it up.

import os
import subprocess


class Settings:
    def __init__(self, source):
        self.source = source

    @property
    def limit(self):
        return int(self.source["limit"])


def report(settings):
    subprocess.run(["uptime"], timeout=settings.limit)  # <-- finding
