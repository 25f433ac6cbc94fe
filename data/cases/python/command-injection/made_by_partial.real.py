# A name of a library, and what is made of it here.

import subprocess
from functools import partial

def build(env):
    check_output = partial(subprocess.check_output, env=env)
    return check_output(["make"])  # <-- finding
