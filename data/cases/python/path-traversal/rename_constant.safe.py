# Both paths count.

import os

def rotate(name):
    os.rename("/srv/log", "/srv/log.1")  # <-- finding
