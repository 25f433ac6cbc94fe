# The method that is read by its name only counts.

import os


class Tools:
    def note(self, line):
        return len(line)


def report(tools, pool, line):
    return os.popen("uptime").read(), pool.submit(getattr(tools, "note"), line)  # <-- finding
