# Both paths count.

import os

def rotate(name):
    os.rename("/srv/log", "/srv/" + name)  # <-- finding
