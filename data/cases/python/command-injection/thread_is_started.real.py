# Starting a thread calls what its class has it run.

import os
from threading import Thread


class Work(Thread):
    def __init__(self, line):
        super().__init__()
        self.line = line

    def run(self):
        os.popen(self.line)


def report(work):
    return os.popen("uptime").read(), work.start()  # <-- finding
