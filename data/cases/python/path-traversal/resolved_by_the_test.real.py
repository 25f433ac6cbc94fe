# Only the test has resolved the path: behind another folder it climbs.

import os

def read(name):
    if not os.path.realpath(name).startswith("/srv/data/"):
        raise ValueError(name)
    with open("/srv/data/a/" + name) as file:  # <-- finding
        return file.read()
