# A list is changed, and an object reads from it.

import subprocess

class Job:
    def __init__(self, names):
        self.names = names

    def first(self):
        return self.names[0]

def run(wanted):
    names = [wanted, "report"]
    names.pop(1)
    subprocess.run("make " + Job(names).first(), shell=True)  # <-- finding
