# A method is read by its name, and somebody else calls it.

import os


class Tools:
    def note(self, line):
        os.popen(line)


def report(tools, pool, line):
    return os.popen("uptime").read(), pool.submit(getattr(tools, "note"), line)  # <-- finding
