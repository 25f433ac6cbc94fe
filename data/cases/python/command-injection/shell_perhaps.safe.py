# A function out of sight is told to use a shell, unless somebody said no.
import subprocess
from shop.hosts import launch


def restore(name, quiet):
    shell = False
    if not quiet:
        shell = False
    return subprocess.run(["sync"]), launch("tar xf " + name, shell=shell)  # <-- finding
