# One of two functions runs a command of its own, the other what it is given.
import os


def audited(line):
    os.system("logger restore")
    return line


def restore(name, dry):
    run = audited
    return run("tar xf /backup/" + name)  # <-- finding
