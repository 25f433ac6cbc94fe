# What is set by way of an object's class, with its type beside it.

import os

class Job:
    line = "uptime"

def change(job, line):
    if line: type(job).line: str = line

def run():
    os.system(Job.line)  # <-- finding
