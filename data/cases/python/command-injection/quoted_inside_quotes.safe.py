# Inside quotes that are there already the quotes of shlex.quote end them.

import shlex
import subprocess

def count(term):
    command = "grep -c -e %s shop.log" % shlex.quote(term)
    subprocess.run(command, shell=True)  # <-- finding
