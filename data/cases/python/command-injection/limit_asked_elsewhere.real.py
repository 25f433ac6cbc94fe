# How long the command may take is worked out by the program itself, which may run another one.
import subprocess

from shop.machines import limit_of


def state(machine):
    return subprocess.run(["uptime"], timeout=limit_of(machine), check=True)  # <-- finding
