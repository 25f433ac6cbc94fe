# A list that grows in place grows for every name it has.

import subprocess

class Job:
    def __init__(self, words):
        self.words = words

def show(options):
    words = ["find", "."]
    job = Job(words)
    job.words = options
    subprocess.run(words)  # <-- finding
