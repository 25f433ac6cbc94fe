# A method of the name of a sink is one, whatever the variable is called that it is kept in.
import os

from shop.jobs import send


class Job:
    def system(self, line):
        return send(line)

    def show(self, line):
        return print(line)


def run(line):
    go = Job().system
    return os.system("uptime"), go(line)  # <-- finding
