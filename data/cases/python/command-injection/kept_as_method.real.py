# A method of a class is a sink, whatever its name.

import os


class Job:
    act = staticmethod(os.system)


def run(name):
    return os.system("uptime"), Job.act(name)  # <-- finding
